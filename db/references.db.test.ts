import type pg from "pg";
import { expect, test } from "vitest";
import { families } from "#lib/families.ts";
import { databaseForEach } from "../test/database-for-each.ts";
import { makeLibrary } from "../test/library.ts";
import type { RecordFacts } from "../test/oracle.ts";
import { insertRecords } from "../test/records.ts";
import { untilSomebodyWaits } from "../test/waiting.ts";

const { home } = databaseForEach(async ({ pool }) => {
  await makeLibrary(pool, 1);
  const client = await pool.connect();
  await client.query("BEGIN");
  for (const family of families) await insertRecords(client, family, [fact]);
  await client.query("COMMIT");
  client.release();
});

const fact: RecordFacts = {
  id: 7_000_000,
  userId: 1,
  startedAt: "2026-01-01T10:00:00Z",
  finished: true,
  endedAt: "2026-02-01T10:00:00Z",
  library: "MAIN",
  location: "STACKS",
  userGroup: "STUDENT",
  categories: [],
  expiry: null,
  fee: null,
  requestType: "hold",
  note: false,
  linked: true,
};

const records = ["loans", "fees", "requests", "borrowing_requests"];
const links = ["loan_links", "fee_links", "request_links", "borrowing_links"];
const references = [
  ...records.map((table) => ({ table: `record.${table}`, name: "library", column: "library_id" })),
  ...["loans", "requests"].map((table) => ({
    table: `record.${table}`,
    name: "location",
    column: "location_id",
  })),
  ...records.map((table) => ({ table: `record.${table}`, name: "profile", column: "profile_id" })),
  ...links.map((table) => ({ table: `patron.${table}`, name: "source", column: "source_id" })),
];
const nowhere = 30_000;

/** What the statements end with: "", or the constraint that refuses them. Nothing of them stays. */
async function outcome(...statements: string[]): Promise<string> {
  const client = await home().pool.connect();
  try {
    await client.query("BEGIN");
    for (const statement of statements) await client.query(statement);
    return "";
  } catch (error) {
    const { code, constraint } = error as pg.DatabaseError;
    return code === "23503" || code === "23001" ? String(constraint) : `${code}`;
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}

/** Takes a table's only row out and puts it in again, with another value in a column. */
const again = (table: string, column: string, value: number) => [
  ...(table.startsWith("record.")
    ? [
        `DELETE FROM patron.${linkOf(table)}; DELETE FROM patron.${linkOf(table).replace("links", "notes")}`,
      ]
    : []),
  `CREATE TEMPORARY TABLE kept ON COMMIT DROP AS SELECT * FROM ${table}`,
  `DELETE FROM ${table}`,
  `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
   SELECT (jsonb_populate_record(kept, jsonb_build_object('${column}', ${value}))).* FROM kept`,
];
const linkOf = (table: string) => links[records.indexOf(table.replace("record.", ""))] ?? "";

test("what records and links name must be there, in every column that names it", async () => {
  const { rows } = await home().pool.query<{ column: string }>(`
    SELECT a.attrelid::regclass || '.' || a.attname AS column
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
    WHERE c.relnamespace IN ('record'::regnamespace, 'patron'::regnamespace) AND a.attnum > 0
      AND a.attname IN ('library_id', 'location_id', 'profile_id', 'source_id')
      AND NOT EXISTS (SELECT FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND a.attnum = ANY(k.conkey))
      AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = a.attrelid AND a.attnum = ANY(t.tgattr::int2[])
        AND t.tgname LIKE 'other\\_%\\_exists')
    ORDER BY 1`);
  // A link's are copies of its record's, for the rules.
  const copies = links.flatMap((link) =>
    ["library_id", "location_id", "profile_id"].map((column) => `patron.${link}.${column}`),
  );
  expect(rows.map(({ column }) => column)).toEqual(copies.toSorted());
});

test.each(references)("$table with a $name that does not exist is refused", async (reference) => {
  const { table, name, column } = reference;
  const constraint = `${table.split(".")[1]}_${name}_exists`;
  const [now] = (await home().pool.query<{ id: number }>(`SELECT ${column} AS id FROM ${table}`))
    .rows;
  expect(await outcome(...again(table, column, Number(now?.id)))).toBe("");
  expect(await outcome(...again(table, column, nowhere))).toBe(constraint);
  expect(await outcome(`UPDATE ${table} SET ${column} = ${nowhere}`)).toBe(constraint);
  expect(await outcome(`UPDATE ${table} SET ${column} = ${column}`)).toBe("");
});

test.each(["loans", "requests"])("a location of another library is none for %s", async (table) => {
  const other = `(SELECT id FROM record.libraries WHERE code = 'LAW')`;
  expect(await outcome(`UPDATE record.${table} SET library_id = ${other}`)).toBe(
    `${table}_location_exists`,
  );
  expect(
    await outcome(`UPDATE record.${table} SET library_id = ${other}, location_id = NULL`),
  ).toBe("");
});

test("one unknown among many is refused, and what is empty is not looked for", async () => {
  const many = (location: string) => `
    INSERT INTO record.loans (library_id, location_id, profile_id, item_id, loaned_on)
    SELECT library_id, ${location}, profile_id, item_id, loaned_on FROM record.loans, generate_series(1, 100) AS n`;
  expect(await outcome(many(`CASE n WHEN 77 THEN ${nowhere} ELSE location_id END`))).toBe(
    "loans_location_exists",
  );
  expect(await outcome(many("CASE n WHEN 77 THEN NULL ELSE location_id END"))).toBe("");
});

test("what is named is not deleted", async () => {
  const [loan] = (await home().pool.query("SELECT * FROM record.loans")).rows;
  const remove = (name: string, id: number) => `DELETE FROM record.${name} WHERE id = ${id}`;
  // Locations have a foreign key to their library.
  const nowhereInIt = [
    "UPDATE record.loans SET location_id = NULL",
    "UPDATE record.requests SET location_id = NULL",
    "DELETE FROM record.locations",
  ];
  expect(await outcome(...nowhereInIt, remove("libraries", loan.library_id))).toBe(
    "libraries_library_is_named",
  );
  expect(await outcome(remove("locations", loan.location_id))).toBe("locations_location_is_named");
  expect(await outcome(remove("profiles", loan.profile_id))).toBe("profiles_profile_is_named");
  expect(await outcome("DELETE FROM record.sources")).toBe("sources_source_is_named");
});

test("a location that is named stays in its library", async () => {
  const move = (which: string) =>
    `UPDATE record.locations SET library_id = (SELECT id FROM record.libraries WHERE code = 'LAW'), code = 'NEW' WHERE id = ${which}`;
  const named = "(SELECT location_id FROM record.loans)";
  expect(await outcome(move(named))).toBe("locations_location_is_named");
  expect(await outcome(`UPDATE record.locations SET name = 'Renamed' WHERE id = ${named}`)).toBe(
    "",
  );
});

test("who reads the data of earlier deletes nothing that may be named by now", async () => {
  expect(
    await outcome("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "DELETE FROM record.sources"),
  ).toBe("0A000");
});

const insert = `INSERT INTO record.loans (library_id, profile_id, item_id, loaned_on)
  SELECT l.id, p.id, i.id, '2026-01-01' FROM record.libraries l, record.profiles p, record.items i WHERE l.code = 'EMPTY'`;
const remove = "DELETE FROM record.libraries WHERE code = 'EMPTY'";

/** The first statement in an open transaction, the second beside it until it waits; then the first is committed. */
async function beside(first: string, second: string): Promise<string> {
  const { pool } = home();
  await pool.query("INSERT INTO record.libraries (code, name) VALUES ('EMPTY', 'Empty')");
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query(first);
    const ended = pool.query(second).then(
      ({ rowCount }) => `${rowCount} rows`,
      (error: pg.DatabaseError) => String(error.constraint),
    );
    await untilSomebodyWaits(pool);
    await client.query("COMMIT");
    return await ended;
  } finally {
    client.release(true);
  }
}

test("who deletes what is just being named waits, and is refused", async () => {
  expect(await beside(insert, remove)).toBe("libraries_library_is_named");
});

test("who names what is just being deleted waits, and is refused", async () => {
  expect(await beside(remove, insert)).toBe("loans_library_exists");
});
