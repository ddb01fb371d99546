import { afterEach, beforeEach } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { copiesOf, type TestDatabase } from "./database.ts";

/** A database for each test of the file that calls this, as `fill` has left one, and Lethe's connections to it. */
export function databaseForEach(fill: (home: TestDatabase) => Promise<unknown>) {
  let home: TestDatabase;
  let db: Database;
  const filled = copiesOf(fill);
  beforeEach(async () => {
    home = await filled();
    db = openDatabase(home.url);
  });
  afterEach(async () => {
    await db.end();
    await home.drop();
  });
  return { home: () => home, db: () => db };
}
