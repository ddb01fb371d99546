import { cp, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as runMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate } from "#db/migrate.ts";
import { attemptAs, everyRole, refused } from "./attempt.ts";
import { testDatabase, type TestDatabase } from "./database.ts";
import { freshFolder } from "./fresh-folder.ts";

const { folder } = freshFolder();
let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
});
afterAll(() => home.drop());

const attempt = (role: string, statement: string) => attemptAs(home.pool, role, statement);

test.each(["patron", "record", "console", "queue", "migrations"])(
  "no role makes a thing in the schema %s, which functions of the owner look into",
  async (schema) => {
    for (const statement of [
      `CREATE TABLE ${schema}.letters_2031_01 (user_id bigint)`,
      `CREATE VIEW ${schema}.letters_2031_01 AS SELECT 1 AS user_id`,
      `CREATE FUNCTION ${schema}.check_letter_staging(regclass, text) RETURNS void LANGUAGE sql AS ''`,
      `CREATE FUNCTION ${schema}.proposed_texts(text) RETURNS void LANGUAGE sql AS ''`,
    ]) {
      for (const role of everyRole)
        expect([role, statement, await attempt(role, statement)]).toEqual([
          role,
          statement,
          refused,
        ]);
    }
  },
);

describe("a table of an import is taken in", () => {
  const staging = "work.import_ff_fee_transactions";
  const make = `CREATE TABLE ${staging} (digest bytea, line integer, fee_id bigint,
    type record.fee_transaction_type, amount numeric, created_at timestamptz);
    GRANT SELECT ON ${staging} TO lethe_owner`;
  const admit = `SELECT patron.admit_fee_transactions('${staging}', '\\x00', '\\xff')`;
  // Folded by the planner, whoever reads the table.
  const lure = `CREATE FUNCTION work.lure(integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS
    $$ BEGIN IF current_user = 'lethe_owner' THEN RAISE 'lured'; END IF; RETURN 1; END $$`;

  test("as it is made by its own transaction", async () => {
    expect(
      await attempt("lethe_import", `${make}; CREATE INDEX ON ${staging} (digest); ${admit}`),
    ).toBe("");
  });

  test.each([
    `CREATE INDEX ON ${staging} ((line + work.lure(1)))`,
    `CREATE INDEX ON ${staging} (line) WHERE line > work.lure(1)`,
    `CREATE STATISTICS work.lures ON (line + work.lure(1)), (line + work.lure(2)) FROM ${staging}`,
    `ALTER TABLE ${staging} ADD CHECK (line > work.lure(1))`,
    `ALTER TABLE ${staging} ENABLE ROW LEVEL SECURITY`,
  ])("but not with what its reader would run: %s", async (planted) => {
    const statement = `${make}; ${lure}; ${planted}; ${admit}`;
    expect(await attempt("lethe_import", statement)).toBe(refused);
  });

  test("but not one that somebody else could put another in the place of", async () => {
    await home.pool.query(`SET ROLE lethe_import; ${make}; RESET ROLE`);
    expect(await attempt("lethe_import", admit)).toBe(refused);
    await home.pool.query(`DROP TABLE ${staging}`);
  });
});

test("what a run had made before the schema was there moves along with its rows and its maker", async () => {
  const old = await testDatabase();
  const client = new pg.Client(old.url);
  await client.connect();
  try {
    await client.query(
      `DROP SCHEMA record, patron, console, queue, work, migrations CASCADE;
       GRANT CREATE ON DATABASE ${new URL(old.url).pathname.slice(1)} TO lethe_owner; SET ROLE lethe_owner`,
    );
    await runMigrations(drizzle(client), {
      migrationsFolder: await migrationsBefore("_least_rights_law"),
      migrationsSchema: "migrations",
    });
    await client.query(`GRANT USAGE, CREATE ON SCHEMA patron TO lethe_worker; SET ROLE lethe_worker;
      CREATE TABLE patron.run_7_loans AS SELECT 3 AS key, 1 AS rank;
      CREATE INDEX ON patron.run_7_loans USING brin (key)`);
    await migrate(old.url);
    const { rows } = await client.query("SELECT * FROM work.run_7_loans");
    expect(rows).toEqual([{ key: 3, rank: 1 }]);
    await client.query("DROP TABLE work.run_7_loans");
    await expect(client.query("CREATE TABLE patron.run_8_loans ()")).rejects.toMatchObject({
      code: refused,
    });
  } finally {
    await client.end();
    await old.drop();
  }
});

/** The folder of the migrations that came before the one whose name ends so. */
async function migrationsBefore(name: string): Promise<string> {
  await cp(path.resolve("db/migrations"), folder(), { recursive: true });
  const file = path.join(folder(), "meta/_journal.json");
  const journal = JSON.parse(await readFile(file, "utf8")) as { entries: { tag: string }[] };
  const end = journal.entries.findIndex(({ tag }) => tag.endsWith(name));
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end) }));
  return folder();
}
