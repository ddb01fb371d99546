import { afterAll, beforeAll, beforeEach } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import type { SetTexts } from "#lib/set-fields.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { addSet } from "./set-changes.ts";
import { membersOf } from "./set-members.ts";
import { holdSet, type SetUser } from "./sets.ts";
import { listUsers } from "./user-list.ts";

export const ada: SetUser = { id: "ada" };
export const bob: SetUser = { id: "bob" };
/** A General System Administrator. */
export const chief: SetUser = { id: "chief" };

/** Users 1 to 4 of ten. */
export const inCity = userQuerySchema.parse({
  version: 1,
  match: "all",
  conditions: [{ field: "campus", operator: "in", value: ["CITY"] }],
});

export const texts = (name: string, more: Partial<SetTexts> = {}): SetTexts => ({
  name,
  description: "",
  note: "",
  private: true,
  ...more,
});

export const gone = "Refusal: There is no such set any more, or it is somebody's private set.";

/** Ten users and three staff for the tests of the file that calls this; no sets before each. */
export function noSets() {
  let home: TestDatabase;
  let db: Database;
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
  return {
    pool: () => home.pool,
    web,
    /** How a refusal is worded, or "done". */
    refusal: (work: (tx: Tx) => Promise<unknown>) =>
      web(work).then(
        () => "done",
        (error: Error) => `${error.name}: ${error.message}`,
      ),
    make: async (user: SetUser, name: string, more: Partial<SetTexts> = {}) =>
      (await web((tx) => addSet(tx, user, texts(name, more)))).id,
    members: (id: number, user: SetUser = ada) =>
      web(async (tx) => {
        const such = await membersOf(tx, await holdSet(tx, user, id));
        const { users } = await listUsers(tx, such, {
          order: "primaryId",
          descending: false,
          limit: 50,
        });
        return users.map((one) => one.id).sort((a, b) => a - b);
      }),
  };
}
