import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import type { Change } from "#lib/change.ts";
import { attemptAs, refused } from "../../test/attempt.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { untilSomebodyWaits } from "../../test/waiting.ts";
import {
  changeHold,
  joinHeldSets,
  placeHold,
  releaseHold,
  type HoldWriter,
  type Whom,
} from "./hold-changes.ts";
import { countDueHolds, holdsOn, listHolds, readHold } from "./legal-holds.ts";
import { deleteSet } from "./set-changes.ts";

let home: TestDatabase;
let db: Database;

beforeEach(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 4);
  await home.pool.query(`
    INSERT INTO patron.user_identifiers (user_id, type, value) VALUES (2, 'BARCODE', '00042'), (3, 'BARCODE', 'P1');
    INSERT INTO patron.sets (name, private, kind) VALUES ('Board', false, 'itemized');
    INSERT INTO patron.set_members VALUES (1, 3), (1, 4)`);
});
afterEach(async () => {
  await db.end();
  await home.drop();
});

const operator: HoldWriter = { actor: "operator", user: "operator", staffId: null };
const texts = { reason: "Claim of Name 2", owner: "Counsel", reviewOn: "2099-01-01" };
const place = (whom: Whom, more: Partial<typeof texts> = {}) =>
  db.transaction("lethe_web", (tx) => placeHold(tx, operator, { whom, ...texts, ...more }));
const release = (id: number) => db.transaction("lethe_web", (tx) => releaseHold(tx, operator, id));
const read = (id: number) => db.transaction("lethe_web", (tx) => readHold(tx, "operator", id));
const purged = (id: number, under = "keepStatistics") =>
  `UPDATE patron.users SET status = 'deleted', deleted_on = current_date, deleted_under = '${under}' WHERE id = ${id}`;
const held = async () => {
  const answers = [];
  for (const user of [1, 2, 3, 4])
    if ((await db.transaction("lethe_web", (tx) => holdsOn(tx, user)))[0]) answers.push(user);
  return answers;
};

describe("a person is found", () => {
  test.each([
    ["by primary ID, whatever its case", "P2", 2],
    ["by another identifier, with its zeros", "00042", 2],
    ["by internal ID", "ID 3", 3],
  ])("%s", async (_how, person, user) => {
    await place({ person });
    expect(await held()).toEqual([user]);
  });

  test("not by what nobody has, nor by a bare number", async () => {
    await expect(place({ person: "42" })).rejects.toThrow("Nobody has");
    await expect(place({ person: "3" })).rejects.toThrow("Nobody has");
  });

  test("while a purge takes them, and is not held once it has", async () => {
    const purge = await home.pool.connect();
    await purge.query("BEGIN; SELECT FROM patron.users WHERE id = 2 FOR UPDATE");
    await purge.query(purged(2));
    const placed = place({ person: "P2" }).then(String, String);
    await untilSomebodyWaits(home.pool);
    await purge.query("COMMIT");
    purge.release();
    expect(await placed).toBe(
      "Refusal: A purge kept only statistics of this user, so there is nothing to hold.",
    );
    expect((await home.pool.query("SELECT FROM patron.legal_holds")).rowCount).toBe(0);
  });

  test("after a purge that kept all of them: a stricter policy may come", async () => {
    await home.pool.query(purged(2, "keepFullyReportable"));
    await place({ person: "P2" });
    expect(await held()).toEqual([2]);
    await home.pool.query(purged(4));
    await expect(
      home.pool.query("INSERT INTO patron.legal_hold_members SELECT 1, 4"),
    ).rejects.toThrow("purged meanwhile");
  });

  test("and nobody is guessed where two could be meant", async () => {
    await expect(place({ person: "p1" })).rejects.toThrow("More than one person");
    expect(await held()).toEqual([]);
  });
});

describe("a set", () => {
  test("holds its members, whoever leaves it", async () => {
    const { id } = await place({ set: 1 });
    await home.pool.query("DELETE FROM patron.set_members WHERE user_id = 4");
    expect(await held()).toEqual([3, 4]);
    expect(await read(id)).toMatchObject({ members: 2, set: { id: 1, name: "Board" }, user: null });
  });

  test("holds nobody who was purged, though they are still in it", async () => {
    await home.pool.query(purged(4));
    const { change } = await place({ set: 1 });
    expect(change.after).toMatchObject({ members: 1 });
    await home.pool.query(purged(3));
    await home.pool.query("DELETE FROM patron.legal_hold_members");
    expect(await db.transaction("lethe_import", joinHeldSets)).toBe(0);
    expect(await held()).toEqual([]);
  });

  test.each([
    ["keeps the account", purged(3)],
    ["removes the row", "DELETE FROM patron.users WHERE id = 3"],
  ])("is held while a purge that %s takes one of its members: the others are", async (_, gone) => {
    const purge = await home.pool.connect();
    await purge.query("BEGIN; SELECT FROM patron.users WHERE id = 3 FOR UPDATE");
    const placed = place({ set: 1 });
    await untilSomebodyWaits(home.pool);
    await purge.query(`DELETE FROM patron.set_members WHERE user_id = 3; ${gone}; COMMIT`);
    purge.release();
    expect((await placed).change.after).toMatchObject({ members: 1 });
    expect(await held()).toEqual([4]);
  });

  test("cannot be deleted while it is held, by any road", async () => {
    const { id } = await place({ set: 1 });
    const remove = () => db.transaction("lethe_web", (tx) => deleteSet(tx, "operator", { id: 1 }));
    await expect(remove()).rejects.toThrow(`under legal hold ${id}`);
    await expect(home.pool.query("DELETE FROM patron.sets")).rejects.toMatchObject({
      constraint: "legal_holds_person_or_set",
    });
    await release(id);
    await remove();
    expect(await read(id)).toMatchObject({ set: null, members: 0 });
  });

  test("that is somebody's private one is held without its name being told", async () => {
    await home.pool.query(
      "INSERT INTO console.staff (id, name, email) VALUES ('s', 'S', 's@example.org'); UPDATE patron.sets SET private = true, owner_id = 's'",
    );
    const { id } = await place({ set: 1 });
    const asKey = await db.transaction("lethe_web", (tx) => readHold(tx, "key", id));
    expect(asKey?.set).toEqual({ id: 1, name: null });
    await expect(
      db.transaction("lethe_web", (tx) =>
        placeHold(tx, { ...operator, user: "key" }, { whom: { set: 1 }, ...texts }),
      ),
    ).rejects.toThrow("no such set");
  });
});

const versionOf = async (tx: Tx, id: number) => (await readHold(tx, "operator", id))?.version ?? 0;
const changeTo = (id: number, to: typeof texts) =>
  db.transaction("lethe_web", async (tx) =>
    changeHold(tx, { id, version: await versionOf(tx, id), ...to }),
  );

describe("a hold", () => {
  test("tells the second of two who change it, and keeps what the first wrote", async () => {
    const { id } = await place({ person: "p2" });
    const version = await db.transaction("lethe_web", (tx) => versionOf(tx, id));
    await changeTo(id, { ...texts, reason: "The first" });
    const second = db.transaction("lethe_web", (tx) =>
      changeHold(tx, { id, version, ...texts, reason: "The second" }),
    );
    await expect(second).rejects.toThrow("changed by somebody else meanwhile");
    expect((await read(id))?.reason).toBe("The first");
  });

  test("stays past its review date, and is counted as due", async () => {
    const { id } = await place({ person: "p2" });
    await home.pool.query("UPDATE patron.legal_holds SET review_on = current_date - 400");
    expect(await held()).toEqual([2]);
    expect(await read(id)).toMatchObject({ isDue: true });
    await db.transaction("lethe_web", async (tx) => {
      expect(await countDueHolds(tx)).toBe(1);
      expect(
        (await listHolds(tx, "operator", { state: "due", limit: 9 })).map((h) => h.id),
      ).toEqual([id]);
      await changeHold(tx, { id, version: await versionOf(tx, id), ...texts });
      expect(await countDueHolds(tx)).toBe(0);
    });
  });

  test("cannot be placed for review in the past, nor moved there", async () => {
    await expect(place({ person: "p2" }, { reviewOn: "2020-01-01" })).rejects.toThrow(
      "in the past",
    );
    const { id } = await place({ person: "p2" });
    await expect(changeTo(id, { ...texts, reviewOn: "2020-01-01" })).rejects.toThrow("in the past");
  });

  test("is released once, and leaves whoever another one holds", async () => {
    const one = await place({ person: "p3" });
    await place({ set: 1 });
    await release(one.id);
    expect(await held()).toEqual([3, 4]);
    await expect(release(one.id)).rejects.toThrow("released already");
    await expect(release(99)).rejects.toThrow("no legal hold 99");
    await expect(changeTo(one.id, texts)).rejects.toThrow("released already");
    const listed = await db.transaction("lethe_web", async (tx) => ({
      open: await listHolds(tx, "operator", { state: "open", limit: 9 }),
      released: await listHolds(tx, "operator", { state: "released", limit: 9 }),
    }));
    expect(listed.open).toHaveLength(1);
    expect(listed.released).toMatchObject([{ id: one.id, members: 0, user: { name: "Name 3" } }]);
  });

  test("keeps a person from being deleted until it is released", async () => {
    const { id } = await place({ person: "p2" });
    await expect(home.pool.query("DELETE FROM patron.users WHERE id = 2")).rejects.toThrow();
    await release(id);
    await home.pool.query("DELETE FROM patron.users WHERE id = 2");
    expect(await read(id)).toMatchObject({ user: null });
  });

  test("is told by the audit in numbers, and by the person's history without a why", async () => {
    const changes: Change[] = [];
    const { id, change } = await place({ person: "p2" });
    changes.push(change);
    changes.push(await changeTo(id, { ...texts, reason: "Name 2 again" }));
    changes.push(await release(id));
    expect(changes.map(({ action, subject }) => `${action} ${subject}`)).toEqual(
      ["place", "change", "release"].map((verb) => `hold.${verb} hold ${id}`),
    );
    expect(JSON.stringify(changes)).not.toMatch(/Name|Counsel|Claim|user 2/);
    expect(changes[0]?.after).toMatchObject({ of: "a user" });
    const { rows } = await home.pool.query(
      "SELECT action, fields FROM patron.user_history WHERE user_id = 2 ORDER BY id",
    );
    expect(rows).toEqual([
      { action: "hold.place", fields: [] },
      { action: "hold.release", fields: [] },
    ]);
  });
});

test("a worker knows who is held, and neither why nor by whom", async () => {
  await place({ set: 1 });
  const as = (role: string, statement: string) => attemptAs(home.pool, role, statement);
  expect(await as("lethe_worker", "SELECT user_id FROM patron.held_users")).toBe("");
  for (const statement of [
    "SELECT reason FROM patron.legal_holds",
    "SELECT owner FROM patron.legal_holds",
    "SELECT * FROM patron.legal_hold_members",
    "DELETE FROM patron.legal_hold_members",
    "UPDATE patron.legal_holds SET released_at = now()",
  ]) {
    expect([statement, await as("lethe_worker", statement)]).toEqual([statement, refused]);
  }
  for (const statement of [
    "SELECT reason FROM patron.legal_holds",
    "SELECT name FROM patron.sets",
    "DELETE FROM patron.legal_hold_members",
    "UPDATE patron.legal_holds SET released_at = now()",
  ]) {
    expect([statement, await as("lethe_import", statement)]).toEqual([statement, refused]);
  }
  for (const statement of [
    "UPDATE patron.legal_holds SET user_id = 1, set_id = NULL",
    "DELETE FROM patron.legal_holds",
    "UPDATE patron.legal_hold_members SET user_id = 1",
  ]) {
    expect([statement, await as("lethe_web", statement)]).toEqual([statement, refused]);
  }
});
