import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { purgeOptions } from "#lib/purge-fields.ts";
import type { SetTexts } from "#lib/set-fields.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { addPurgeJob, deletePurgeJob } from "./purge-jobs.ts";
import { addSet, changeSet, changeSetQuery, deleteSet } from "./set-changes.ts";
import {
  addFound,
  addMembers,
  combineSets,
  duplicateSet,
  itemizeSet,
  membersOf,
  removeMembers,
} from "./set-members.ts";
import { findSet, listSets, readSet, holdSet, type SetUser } from "./sets.ts";
import { listUsers } from "./user-list.ts";

let home: TestDatabase;
let db: Database;
const ada: SetUser = { id: "ada" };
const bob: SetUser = { id: "bob" };
const chief: SetUser = { id: "chief" };

beforeAll(async () => {
  home = await testDatabase();
  db = openDatabase(home.url);
  await makeLibrary(home.pool, 10);
  await home.pool.query(
    "INSERT INTO console.staff (id, name, email) SELECT n, initcap(n), n || '@example.org' FROM unnest(ARRAY['ada', 'bob', 'chief']) n",
  );
  await home.pool.query(
    "INSERT INTO console.staff_roles VALUES ('chief', 'generalSystemAdministrator')",
  );
  await home.pool.query(
    "UPDATE patron.users SET campus = CASE WHEN id <= 4 THEN 'CITY' ELSE 'HARBOUR' END",
  );
});
beforeEach(() => home.pool.query("TRUNCATE patron.sets RESTART IDENTITY CASCADE"));
afterAll(async () => {
  await db.end();
  await home.drop();
});

const web = <T>(work: (tx: Tx) => Promise<T>) => db.transaction("lethe_web", work);
const refusal = (work: (tx: Tx) => Promise<unknown>) =>
  web(work).then(
    () => "done",
    (error: Error) => `${error.name}: ${error.message}`,
  );
const texts = (name: string, more: Partial<SetTexts> = {}): SetTexts => ({
  name,
  description: "",
  note: "",
  private: true,
  ...more,
});
const inCity = userQuerySchema.parse({
  version: 1,
  match: "all",
  conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
});
const make = async (user: SetUser, name: string, more: Partial<SetTexts> = {}) =>
  (await web((tx) => addSet(tx, user, texts(name, more)))).id;
const members = (id: number, user: SetUser = ada) =>
  web(async (tx) => {
    const such = await membersOf(tx, await holdSet(tx, user, id));
    const { users } = await listUsers(tx, such, {
      order: "primaryId",
      descending: false,
      limit: 50,
    });
    return users.map((one) => one.id).sort((a, b) => a - b);
  });
const names = async (user: SetUser, scope: "mine" | "public" | "all") =>
  (await web((tx) => listSets(tx, user, { scope, limit: 50 }))).map(({ name }) => name);
const gone = "Refusal: There is no such set any more, or it is somebody's private set.";

describe("who sees a set", () => {
  test("a private set is its owner's alone, a public one everybody's", async () => {
    const [mine] = [await make(ada, "Ada's own")];
    await make(ada, "Ada's public", { private: false });
    await make(bob, "Bob's own");
    expect(await names(ada, "mine")).toEqual(["Ada's own", "Ada's public"]);
    expect(await names(bob, "mine")).toEqual(["Bob's own"]);
    expect(await names(bob, "public")).toEqual(["Ada's public"]);
    expect(await names(bob, "all")).toEqual(["Ada's public", "Bob's own"]);
    expect(await names(chief, "all")).toEqual(["Ada's public"]);
    expect(await names("operator", "all")).toEqual(["Ada's own", "Ada's public", "Bob's own"]);
    expect(await names("key", "all")).toEqual(["Ada's public"]);
    expect(await web((tx) => readSet(tx, bob, mine))).toBe(null);
    expect(await refusal((tx) => holdSet(tx, bob, mine))).toBe(gone);
    for (const use of [duplicateSet, deleteSet, itemizeSet]) {
      expect(await refusal((tx) => use(tx, bob, { id: mine }))).toMatch(
        /: There is no such set any more/,
      );
    }
    expect(await refusal((tx) => findSet(tx, bob, "ada's OWN"))).toBe(
      "Refusal: There is no set of this name, or it is somebody's private set.",
    );
  });

  test("a public set is changed by its owner and by a General System Administrator", async () => {
    const id = await make(ada, "Shared", { private: false });
    expect(await refusal((tx) => changeSet(tx, bob, { id, ...texts("Mine now") }))).toMatch(
      /^Refusal: Only who made this set/,
    );
    expect(await refusal((tx) => addMembers(tx, bob, { id, users: [1] }))).toMatch(/Only who made/);
    expect(await refusal((tx) => addMembers(tx, chief, { id, users: [1] }))).toBe("done");
  });

  test("lists go on behind the set that the page ended with", async () => {
    for (const name of ["b", "A", "c"]) await make(ada, name);
    const first = await web((tx) => listSets(tx, ada, { scope: "mine", limit: 2 }));
    expect(first.map(({ name }) => name)).toEqual(["A", "b"]);
    const after = first.at(-1)!.id;
    const rest = await web((tx) => listSets(tx, ada, { scope: "mine", after, limit: 2 }));
    expect(rest.map(({ name }) => name)).toEqual(["c"]);
  });
});

describe("a set", () => {
  test("has a name that no other has, whatever its case and whosever it is", async () => {
    await make(ada, "Alumni 2019");
    expect(await refusal((tx) => addSet(tx, bob, texts("ALUMNI 2019")))).toBe(
      "Refusal: There is a set of this name already, perhaps somebody's private one.",
    );
  });

  test("tells the second of two who save it", async () => {
    const id = await make(ada, "Alumni");
    await web((tx) => changeSet(tx, ada, { id, version: 1, ...texts("Old alumni") }));
    expect(
      await refusal((tx) => changeSet(tx, ada, { id, version: 1, ...texts("New alumni") })),
    ).toMatch(/changed by somebody else meanwhile/);
    expect((await web((tx) => readSet(tx, ada, id)))?.name).toBe("Old alumni");
  });

  test("leaves in the audit which texts changed, and no text", async () => {
    const { id, change } = await web((tx) => addSet(tx, ada, texts("Letters to Ms Lovelace")));
    const changed = await web((tx) =>
      changeSet(tx, ada, { id, ...texts("Ms Lovelace", { note: "Ms Lovelace" }) }),
    );
    expect(JSON.stringify([change, changed])).not.toMatch(/Lovelace/);
    expect(changed).toEqual({
      action: "set.change",
      subject: `set ${id}`,
      after: { fields: ["name", "note"] },
    });
  });

  test("that is logical finds its members at each use, and takes none by hand", async () => {
    const { id } = await web((tx) => addSet(tx, ada, { ...texts("In the city"), query: inCity }));
    expect(await members(id)).toEqual([1, 2, 3, 4]);
    await home.pool.query("UPDATE patron.users SET campus = 'CITY' WHERE id = 5");
    expect(await members(id)).toEqual([1, 2, 3, 4, 5]);
    await home.pool.query("UPDATE patron.users SET campus = 'HARBOUR' WHERE id = 5");
    const logical = /^Refusal: This set is logical: its query decides/;
    expect(await refusal((tx) => addMembers(tx, ada, { id, users: [9] }))).toMatch(logical);
    expect(await refusal((tx) => removeMembers(tx, ada, { id, users: [1] }))).toMatch(logical);
  });

  test("made itemized keeps whom its query found then", async () => {
    const { id } = await web((tx) => addSet(tx, ada, { ...texts("In the city"), query: inCity }));
    await web((tx) => itemizeSet(tx, ada, { id, version: 1 }));
    await home.pool.query("UPDATE patron.users SET campus = 'CITY' WHERE id = 5");
    expect(await members(id)).toEqual([1, 2, 3, 4]);
    await home.pool.query("UPDATE patron.users SET campus = 'HARBOUR' WHERE id = 5");
    expect(await refusal((tx) => itemizeSet(tx, ada, { id }))).toBe(
      "Refusal: This set is itemized already.",
    );
    expect(await refusal((tx) => changeSetQuery(tx, ada, { id, query: inCity }))).toBe(
      "Refusal: This set is itemized: it has no query.",
    );
  });

  test("is filled from a search, by hand, and emptied again", async () => {
    const id = await make(ada, "By hand");
    const search = { query: inCity };
    expect((await web((tx) => addFound(tx, ada, { id, search }))).added).toBe(4);
    expect((await web((tx) => addMembers(tx, ada, { id, users: [4, 5, 999] }))).added).toBe(1);
    expect((await web((tx) => removeMembers(tx, ada, { id, users: [1, 2, 9] }))).removed).toBe(2);
    expect(await members(id)).toEqual([3, 4, 5]);
  });

  test("is not deleted while a purge job is about it, by any road", async () => {
    const id = await make(ada, "Leavers");
    const job = await web((tx) =>
      addPurgeJob(tx, { user: ada, staffId: "ada" }, purgeOptions.parse({ set: id })),
    );
    expect(await refusal((tx) => deleteSet(tx, ada, { id }))).toBe(
      `Refusal: The purge job ${job.id} is about this set, so it cannot be deleted until that purge job is.`,
    );
    await expect(home.pool.query("DELETE FROM patron.sets")).rejects.toMatchObject({
      constraint: "purge_jobs_set_id_sets_id_fk",
    });
    await web((tx) => deletePurgeJob(tx, job.id));
    expect(await refusal((tx) => deleteSet(tx, ada, { id }))).toBe("done");
  });

  test("is copied with its members or its query, for oneself", async () => {
    const id = await make(ada, "Shared", { private: false });
    await web((tx) => addMembers(tx, ada, { id, users: [7, 8] }));
    const copy = await web((tx) => duplicateSet(tx, bob, { id }));
    const again = await web((tx) => duplicateSet(tx, bob, { id }));
    expect(await members(copy.id, bob)).toEqual([7, 8]);
    expect(await names(bob, "mine")).toEqual(["Shared (copy 2)", "Shared (copy)"]);
    expect(await web((tx) => readSet(tx, bob, again.id))).toMatchObject({ private: true });
  });

  test.each([
    ["and", [3, 4]],
    ["or", [1, 2, 3, 4, 5]],
    ["not", [1, 2]],
  ] as const)("is made of two others by %s, logical or not", async (combination, expected) => {
    const { id: first } = await web((tx) => addSet(tx, ada, { ...texts("City"), query: inCity }));
    const second = await make(ada, "Some");
    await web((tx) => addMembers(tx, ada, { id: second, users: [3, 4, 5] }));
    const made = await web((tx) =>
      combineSets(tx, ada, { ...texts("Both"), first, second, combination }),
    );
    expect(await members(made.id)).toEqual(expected);
    expect(made.members).toBe(expected.length);
  });

  test("is not combined with itself, nor with another person's private set", async () => {
    const mine = await make(ada, "Mine");
    const theirs = await make(bob, "Theirs");
    const combine = (first: number, second: number) =>
      refusal((tx) => combineSets(tx, ada, { ...texts("x"), first, second, combination: "or" }));
    expect(await combine(mine, mine)).toBe("Refusal: Choose two different sets.");
    expect(await combine(mine, theirs)).toBe(gone);
  });

  test("never has a purged user, and loses one who is purged", async () => {
    const id = await make(ada, "Some");
    await web((tx) => addMembers(tx, ada, { id, users: [9, 10] }));
    const { id: logical } = await web((tx) =>
      addSet(tx, ada, {
        ...texts("Harbour"),
        query: { ...inCity, conditions: [{ field: "campus", operator: "in", value: ["HARBOUR"] }] },
      }),
    );
    await home.pool.query(
      "UPDATE patron.users SET status = 'deleted', deleted_on = current_date WHERE id = 10",
    );
    expect(await members(id)).toEqual([9]);
    expect(await members(logical)).toEqual([5, 6, 7, 8, 9]);
    await home.pool.query(
      "UPDATE patron.users SET status = 'active', deleted_on = NULL WHERE id = 10",
    );
  });
});
