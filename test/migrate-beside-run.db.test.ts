import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "#db/migrate.ts";
import { testDatabase, type TestDatabase } from "./database.ts";

let home: TestDatabase;
beforeEach(async () => {
  home = await testDatabase();
});
afterEach(() => home.drop());

test.each(["lethe_worker", "lethe_import"])(
  "an update of Lethe leaves alone what %s has made for the work it is at",
  async (role) => {
    await home.pool.query(`SET ROLE ${role}; CREATE TABLE work.under_way (key bigint); RESET ROLE`);
    await migrate(home.url);
    const { rows } = await home.pool.query<{ owner: string; web: boolean }>(
      `SELECT tableowner AS owner, has_table_privilege('lethe_web', 'work.under_way', 'SELECT') AS web
       FROM pg_tables WHERE tablename = 'under_way'`,
    );
    expect(rows).toEqual([{ owner: role, web: false }]);
  },
);
