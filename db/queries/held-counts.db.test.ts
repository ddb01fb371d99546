import { expect, test } from "vitest";
import { databaseForEach } from "../../test/database-for-each.ts";
import { makeLibrary } from "../../test/library.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import {
  joinHeldSets,
  placeHold,
  releaseHold,
  type HoldWriter,
  type Whom,
} from "./hold-changes.ts";
import { readHold } from "./legal-holds.ts";

const { home, db } = databaseForEach(async ({ pool }) => {
  await makeLibrary(pool, 4);
  await pool.query(`
    INSERT INTO patron.sets (name, private, kind) VALUES ('Board', false, 'itemized');
    INSERT INTO patron.set_members VALUES (1, 3), (1, 4)`);
});

const operator: HoldWriter = { actor: "operator", user: "operator", staffId: null };
const texts = { reason: "A claim", owner: "Counsel", reviewOn: "2099-01-01" };
const place = (whom: Whom) =>
  db().transaction("lethe_web", (tx) => placeHold(tx, operator, { whom, ...texts }));
const release = (id: number) =>
  db().transaction("lethe_web", (tx) => releaseHold(tx, operator, id));
const read = (id: number) => db().transaction("lethe_web", (tx) => readHold(tx, "operator", id));

test("a hold says how many it holds, however they come and go", async () => {
  const { id: first } = await place({ set: 1 });
  const { id: second } = await place({ person: "P2" });
  const said = async () => {
    const { rows } = await home().pool.query(
      `SELECT h.id, h.members, (SELECT count(*)::int FROM patron.legal_hold_members m WHERE m.hold_id = h.id) AS counted
       FROM patron.legal_holds h ORDER BY h.id`,
    );
    return rows;
  };
  const holds = (...members: number[]) =>
    members.map((count, n) => ({ id: [first, second][n], members: count, counted: count }));
  expect(await said()).toEqual(holds(2, 1));
  await home().pool.query("INSERT INTO patron.set_members VALUES (1, 1)");
  expect(await db().transaction("lethe_import", joinHeldSets)).toBe(1);
  expect(await db().transaction("lethe_import", joinHeldSets)).toBe(0);
  expect(await said()).toEqual(holds(3, 1));
  await home().pool.query(
    `INSERT INTO patron.legal_hold_members VALUES (${first}, 2), (${second}, 1), (${second}, 3)`,
  );
  expect(await said()).toEqual(holds(4, 3));
  await home().pool.query("DELETE FROM patron.legal_hold_members WHERE user_id = 1");
  expect(await said()).toEqual(holds(3, 2));
  await release(first);
  expect(await said()).toEqual(holds(0, 2));
  expect(await read(second)).toMatchObject({ members: 2 });
});

test("who comes into a hold by two runs at once is counted once, and all of them are", async () => {
  const { id } = await place({ set: 1 });
  await home().pool.query("INSERT INTO patron.set_members VALUES (1, 1)");
  const other = await home().pool.connect();
  try {
    await other.query(`BEGIN; INSERT INTO patron.legal_hold_members VALUES (${id}, 2)`);
    const joining = db().transaction("lethe_import", joinHeldSets);
    await untilSomebodyWaits(home().pool);
    await other.query("COMMIT");
    expect(await joining).toBe(1);
  } finally {
    other.release();
  }
  expect(await read(id)).toMatchObject({ members: 4 });
});

test("a hold that is released takes nobody any more", async () => {
  const { id } = await place({ set: 1 });
  await release(id);
  await home().pool.query("INSERT INTO patron.set_members VALUES (1, 1)");
  expect(await db().transaction("lethe_import", joinHeldSets)).toBe(0);
  expect(await read(id)).toMatchObject({ members: 0 });
});

test("a hold that is released while a run takes who came into its set leaves none of them held", async () => {
  const { id } = await place({ set: 1 });
  await home().pool.query("INSERT INTO patron.set_members VALUES (1, 1)");
  const other = await home().pool.connect();
  await other.query("BEGIN; SELECT FROM patron.users WHERE id = 1 FOR UPDATE");
  const joining = db().transaction("lethe_import", joinHeldSets);
  await untilSomebodyWaits(home().pool);
  const releasing = release(id);
  // It waits as well; if it did not, it would be over.
  await Promise.race([releasing, untilSomebodyWaits(home().pool, 2)]);
  await other.query("COMMIT");
  other.release();
  await Promise.all([joining, releasing]);
  expect(await read(id)).toMatchObject({ members: 0 });
  await home().pool.query("DELETE FROM patron.users WHERE id = 1");
});
