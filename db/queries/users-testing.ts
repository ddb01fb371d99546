import { afterAll, beforeAll } from "vitest";
import { openDatabase, type Database, type Tx } from "#db/client.ts";
import { testDatabase, type TestDatabase } from "../../test/database.ts";
import { makeLibrary } from "../../test/library.ts";
import { readUserHistory } from "./user-history.ts";

/** Internal IDs; the last is of a purged user. */
export const [ANN, BEN, GONE] = [1, 2, 3];

/** Three users for the tests of the file that calls this, and Ada, who changes them. */
export function threeUsers() {
  let home: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    home = await testDatabase();
    db = openDatabase(home.url);
    await makeLibrary(home.pool, 3);
    await home.pool.query(
      `UPDATE patron.users SET primary_id = NULL, last_name = '3', status = 'deleted', deleted_on = current_date WHERE id = ${GONE}`,
    );
    await home.pool.query(
      "INSERT INTO console.staff (id, name, email) VALUES ('ada', 'Ada Admin', 'ada@example.org')",
    );
  });
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
    history: async (userId: number) =>
      (await web((tx) => readUserHistory(tx, userId, { limit: 50 }))).map(
        ({ actor, action, fields }) => [actor, action, fields],
      ),
  };
}
