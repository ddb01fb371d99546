import { beforeEach, expect, test } from "vitest";
import { readProposal } from "#db/queries/run-proposals.ts";
import { approveProposal, declineProposal } from "../engine/decide.ts";
import { requestRun } from "../engine/propose.ts";
import { tend } from "../engine/tend.ts";
import { freshMembers } from "./testing.ts";

/* What staff wrote for a run goes with the proposal that nobody let start. */

const { pool, db, rows, value, work } = freshMembers();

beforeEach(() => pool().query("UPDATE console.run_limits SET approval_above = 1"));

async function propose(text: string): Promise<number> {
  const asked = await db().transaction("lethe_web", (tx) =>
    requestRun(tx, {
      job: "update-users",
      submittedVia: "screen",
      staffId: "anna",
      options: { set: 1, changes: { addNote: { text } } },
      confirm: 4,
    }),
  );
  if (!("proposalId" in asked)) throw new Error("it was started at once");
  return asked.proposalId;
}
const decline = (id: number, staffId: string) =>
  db().transaction("lethe_web", (tx) => declineProposal(tx, { id, staffId }));
const notes = async () =>
  (await rows<{ note: string }>("SELECT note FROM patron.update_texts ORDER BY id")).map(
    ({ note }) => note,
  );
/** What every worker does every few seconds. */
const soon = () => tend(db());

test.each([
  ["is taken back", (id: number) => decline(id, "anna")],
  ["is refused", (id: number) => decline(id, "ben")],
  [
    "expires",
    () => rows("UPDATE console.run_proposals SET expires_at = now() - interval '2 minutes'"),
  ],
])("of a proposal that %s no text is left", async (_how, end) => {
  const id = await propose("Left in spring");
  await soon();
  expect(await notes()).toEqual(["Left in spring"]);
  await end(id);
  await soon();
  expect(await notes()).toEqual([]);
});

test("the next proposal, and its run, keep theirs", async () => {
  await decline(await propose("The first"), "ben");
  const id = await propose("The second");
  await soon();
  expect(await notes()).toEqual(["The second"]);
  const { runId } = await db().transaction("lethe_web", async (tx) => {
    const hash = (await readProposal(tx, id))?.hash ?? "";
    return approveProposal(tx, { id, hash, confirm: 4, staffId: "ben" });
  });
  await soon();
  expect(await work(runId ?? 0)).toMatchObject({ verdict: "good", counts: { addNote: 4 } });
  expect(await value("SELECT count(*)::int FROM patron.user_notes WHERE text = 'The second'")).toBe(
    4,
  );
});
