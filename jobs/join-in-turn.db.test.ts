import { expect, test } from "vitest";
import { placeHold } from "#db/queries/hold-changes.ts";
import { databaseForEach } from "../test/database-for-each.ts";
import { makeLibrary } from "../test/library.ts";
import { joinInTurn } from "./join-in-turn.ts";

const { home, db } = databaseForEach(({ pool }) => makeLibrary(pool, 4));

test("between runs one worker at a time looks who came into held sets", async () => {
  await home().pool.query(
    "INSERT INTO patron.sets (name, private, kind) VALUES ('Some', false, 'itemized')",
  );
  await db().transaction("lethe_web", (tx) =>
    placeHold(
      tx,
      { actor: "operator", user: "operator", staffId: null },
      { whom: { set: 1 }, reason: "Matter", owner: "Counsel", reviewOn: "2099-01-01" },
    ),
  );
  await home().pool.query("INSERT INTO patron.set_members VALUES (1, 3)");
  const held = async () =>
    Number((await home().pool.query("SELECT FROM patron.held_users WHERE user_id = 3")).rowCount);
  const other = await home().pool.connect();
  await other.query("BEGIN; SELECT pg_advisory_xact_lock(hashtext('lethe.joinInTurn'))");
  const { signal } = new AbortController();
  await joinInTurn(db(), signal);
  expect(await held()).toBe(0);
  await other.query("COMMIT");
  other.release();
  await joinInTurn(db(), signal);
  expect(await held()).toBe(1);
});
