import { beforeEach, expect, test } from "vitest";
import { attemptAs, everyRole, refused } from "../../test/attempt.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import type { Permission } from "#lib/permissions.ts";
import { approveProposal, declineProposal } from "../engine/decide.ts";
import { readProposedTexts } from "./proposed-texts.ts";
import { freshMembers } from "./testing.ts";

/* What staff wrote for an update is read by whoever decides about it, while it waits, and by nobody else. */

const { pool, db, rows, propose } = freshMembers();

beforeEach(() => pool().query("UPDATE console.run_limits SET approval_above = 1"));

const written = {
  addNote: { text: "Owes a book on loan to Riverside" },
  addBlock: { code: "05", note: "Ask at the desk" },
  notify: { to: "everybody", subject: "Your account", body: "It closes soon.\nCome by." },
} as const;
const texts = {
  note: "Owes a book on loan to Riverside",
  blockNote: "Ask at the desk",
  subject: "Your account",
  body: "It closes soon.\nCome by.",
};

const read = (id: number, staffId: string | null, ...held: Permission[]) =>
  db().transaction("lethe_web", async (tx) => {
    const proposal = await readProposal(tx, id);
    if (!proposal) throw new Error("no such proposal");
    const reader = { staffId, holds: (permission: Permission) => held.includes(permission) };
    return readProposedTexts(tx, proposal, reader);
  });
const decides = ["users.run", "users.read"] as const;

test("they are shown to who asked and to who may decide and sees users, and withheld from others", async () => {
  const id = await propose(written);
  expect(await read(id, "ben", ...decides)).toEqual(texts);
  expect(await read(id, "anna")).toEqual(texts);
  expect(await read(id, null, ...decides)).toEqual(texts);
  expect(await read(id, "ben", "users.run", "jobs.read")).toBe("withheld");
  expect(await read(id, "ben", "users.read", "jobs.read")).toBe("withheld");
  expect(await read(id, null)).toBe("withheld");
});

test("what was not written is null, and where nothing was nothing is withheld", async () => {
  const id = await propose({ addBlock: { code: "05", note: "Ask at the desk" } });
  expect(await read(id, "ben", ...decides)).toEqual({
    note: null,
    blockNote: "Ask at the desk",
    subject: null,
    body: null,
  });
  await db().transaction("lethe_web", (tx) => declineProposal(tx, { id, staffId: "anna" }));
  const bare = await propose({ campus: { to: "NORTH" } });
  expect([await read(bare, "ben", ...decides), await read(bare, "ben")]).toEqual([null, null]);
});

test.each([
  [
    "was refused",
    (id: number) =>
      db().transaction("lethe_web", (tx) => declineProposal(tx, { id, staffId: "ben" })),
  ],
  [
    "was approved",
    (id: number) =>
      db().transaction("lethe_web", async (tx) => {
        const hash = (await readProposal(tx, id))?.hash ?? "";
        return approveProposal(tx, { id, hash, confirm: 4, staffId: "ben" });
      }),
  ],
  ["expired", () => rows("UPDATE console.run_proposals SET expires_at = now()")],
])("of a proposal that %s the console reads none any more", async (_what, end) => {
  const id = await propose(written);
  await end(id);
  expect(await read(id, "ben", ...decides)).toBeNull();
  const asked = `DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM patron.proposed_texts(${id})); END $$`;
  expect(await attemptAs(pool(), "lethe_web", asked)).toBe("");
});

test("the function is the one way to a text, and no role changes one", async () => {
  const id = await propose(written);
  for (const role of everyRole)
    for (const statement of [
      "SELECT body FROM patron.update_texts",
      "UPDATE patron.update_texts SET body = 'Another'",
      ...(role === "lethe_web" ? ["DELETE FROM patron.update_texts"] : []),
      ...(role === "lethe_web" ? [] : [`SELECT patron.proposed_texts(${id})`]),
    ])
      expect([role, statement, await attemptAs(pool(), role, statement)]).toEqual([
        role,
        statement,
        refused,
      ]);
});
