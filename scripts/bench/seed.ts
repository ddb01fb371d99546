import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { sql } from "drizzle-orm";
import { freezeRules, type AnonymizationSettings } from "#jobs/anonymize/frozen.ts";
import { decidingRule, letsGo } from "#jobs/anonymize/decision.ts";
import { freezeRanks } from "#jobs/anonymize/ranks.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import type { Rule } from "#lib/rules.ts";
import { tablesOf } from "./family-tables.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";

export type RuleSet = "plain" | "retain";
/** Only loans have a number to retain. */
const ruleSetsOf = (family: Family): RuleSet[] =>
  family === "loans" ? ["plain", "retain"] : ["plain"];

/** The 5 latest loans of each patron stay in the set that asks for ranks. */
const retained = 5;

const rule = (name: string, when: Rule["when"], anonymize: boolean): Rule => ({
  name,
  description: "",
  enabled: true,
  when,
  anonymize,
});

/** Three rules: the archive keeps, old loans go, students long expired go. */
const rulesOf = (set: RuleSet): Rule[] => [
  rule("Archive keeps", [{ parameter: "library", operator: "in", value: ["L1"] }], false),
  rule(
    "Older than 30 days",
    [
      { parameter: "daysSinceEnded", operator: ">", value: 30 },
      ...(set === "retain"
        ? [{ parameter: "loansToRetain" as const, operator: "beyond" as const, value: retained }]
        : []),
    ],
    true,
  ),
  rule(
    "Students expired a year ago",
    [
      { parameter: "userGroup", operator: "in", value: ["G1", "G2"] },
      { parameter: "daysSinceUserExpiry", operator: ">", value: 365 },
    ],
    true,
  ),
];

/** One family is told to go, with its notes. */
export const settingsOf = (set: RuleSet, family: Family = "loans"): AnonymizationSettings => {
  const off = { records: false, notes: false, rules: [], default: false };
  const settings = { loans: off, fees: off, requests: off, borrowingRequests: off };
  return {
    ...settings,
    [family]: { records: true, notes: true, rules: rulesOf(set), default: false },
  };
};

/** A library of so many records of a family, a tenth as many users, 2 % active, a note on every tenth; and what each rule set lets go. */
export async function seedLibrary(
  server: BenchServer,
  records: number,
  family: Family = "loans",
): Promise<BenchDatabase> {
  const database = await server.create(`bench_${tablesOf[family].records}`);
  await migrate(database.url);
  await query(database, reference(records));
  await query(database, recordsOf(family, records));
  await query(database, "VACUUM ANALYZE");
  for (const set of ruleSetsOf(family)) await markEligible(database, set, family);
  return database;
}

/** The same records as library systems keep them: the patron on the record, and on it every index of the record and of its link. */
export async function seedInPlace(
  server: BenchServer,
  library: BenchDatabase,
  family: Family = "loans",
): Promise<BenchDatabase> {
  const database = await server.copy(library);
  const { records, links, key } = tablesOf[family];
  const [column] = await query(database, columnsOfLinkAlone(family));
  const indexes = await query(database, indexesOfBoth(family));
  await query(
    database,
    `CREATE TABLE bench.in_place AS SELECT r.*, ${String(column?.names)}
      FROM record.${records} r JOIN patron.${links} k ON k.${key} = r.id ORDER BY r.id`,
  );
  for (const { kind, definition } of indexes)
    await query(
      database,
      `SET maintenance_work_mem = '512MB'; CREATE ${String(kind)} ON bench.in_place ${String(definition)}`,
    );
  await query(database, "VACUUM ANALYZE bench.in_place");
  return database;
}

const columnsOfLinkAlone = (family: Family) => {
  const { records, links, key } = tablesOf[family];
  const columns = (table: string) =>
    `SELECT attname FROM pg_attribute WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped`;
  return `SELECT string_agg('k.' || attname, ', ') AS names FROM (${columns(`patron.${links}`)}
    EXCEPT ${columns(`record.${records}`)} EXCEPT SELECT '${key}') AS alone`;
};

/** The link's key is the record's, so its primary key would be a second one. */
const indexesOfBoth = (family: Family) => {
  const { records, links, key } = tablesOf[family];
  return `SELECT CASE WHEN indisunique THEN 'UNIQUE INDEX' ELSE 'INDEX' END AS kind,
      regexp_replace(substring(pg_get_indexdef(indexrelid) FROM 'USING .*'), '\\m${key}\\M', 'id', 'g') AS definition
    FROM pg_index WHERE indrelid = 'record.${records}'::regclass
      OR indrelid = 'patron.${links}'::regclass AND NOT indisprimary`;
};

/** Where and of whom, for as many records; and the records' facts, dealt by hashes of their number. */
const reference = (records: number) => `
  SET session_replication_role = replica;
  SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
  INSERT INTO record.sources (name) VALUES ('alma');
  INSERT INTO record.libraries (code, name) SELECT 'L' || n, 'Library ' || n FROM generate_series(1, 8) n;
  INSERT INTO record.locations (library_id, code, name) SELECT l, 'S' || s, 'Shelf ' || s FROM generate_series(1, 8) l, generate_series(1, 5) s ORDER BY 1, 2;
  INSERT INTO record.user_groups (code, name) SELECT 'G' || n, 'Group ' || n FROM generate_series(1, 8) n;
  INSERT INTO record.profiles (user_group_id, category_ids) SELECT g, ARRAY[c] FROM generate_series(1, 8) g, generate_series(1, 10) c;
  INSERT INTO record.items (barcode, title, author) SELECT 'B' || n, 'A title of usual length ' || n, 'Author ' || n % 5000 FROM generate_series(1, ${Math.ceil(records / 10)}) n;
  INSERT INTO patron.users (primary_id, first_name, last_name, user_group_id, expiry_date)
    SELECT 'P' || n, 'First ' || n % 900, 'Last ' || n % 9000, 1 + n % 8, current_date - 1500 + hashint4(n) % 1800 FROM generate_series(1, ${Math.ceil(records / 10)}) n;
  CREATE SCHEMA bench;
  CREATE UNLOGGED TABLE bench.source AS
    SELECT n AS id, 1 + mod(abs(hashint8extended(n, 1)), ${Math.ceil(records / 10)}) AS user_id, 1 + mod(abs(hashint8extended(n, 2)), ${Math.ceil(records / 10)}) AS item_id,
      (1 + mod(abs(hashint8extended(n, 3)), 8))::int AS library_id, (1 + mod(abs(hashint8extended(n, 4)), 5))::int AS shelf, (1 + mod(abs(hashint8extended(n, 5)), 80))::int AS profile_id,
      date_trunc('second', now()) - make_interval(days => 20 + mod(abs(hashint8extended(n, 6)), 1100)::int, secs => mod(abs(hashint8extended(n, 7)), 86400)::int) AS loaned_at,
      make_interval(days => 1 + mod(abs(hashint8extended(n, 8)), 20)::int) AS kept, mod(abs(hashint8extended(n, 9)), 50) = 0 AS active, NULL::timestamptz AS ended_at
    FROM generate_series(1, ${records}::bigint) n;
  UPDATE bench.source SET ended_at = loaned_at + kept WHERE NOT active;`;

const recordsOf = (family: Family, records: number) => {
  const { records: table, links, key, notes, own, link } = tablesOf[family];
  return `
  SET session_replication_role = replica;
  INSERT INTO record.${table} (id, library_id, profile_id, ended_on, ${own.columns}) OVERRIDING SYSTEM VALUE
    SELECT id, library_id, profile_id, ended_at::date, ${own.values} FROM bench.source ORDER BY id;
  INSERT INTO patron.${links} (${key}, user_id, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number, ${link.columns})
    SELECT id, user_id, ended_at, ended_at::date, NOT active, library_id, profile_id, 1, 'number-' || id, ${link.values} FROM bench.source ORDER BY id;
  INSERT INTO patron.${notes} (${key}, text) SELECT id, 'A note of the usual length on number ' || id FROM bench.source WHERE id % 10 = 0 ORDER BY id;
  INSERT INTO record.seen_sources SELECT substring(sha256(convert_to(id::text, 'UTF8')) for 16) AS digest FROM bench.source ORDER BY 1;
  SELECT setval('record.${table}_id_seq', ${records});
  DROP TABLE bench.source;`;
};

/** The ids that a rule set lets go, so that the bare statements need not think. */
async function markEligible(database: BenchDatabase, set: RuleSet, family: Family): Promise<void> {
  const { links, key } = familyTables[family];
  const eligible = sql`bench.${sql.identifier(`eligible_${set}`)}`;
  const db = openDatabase(database.url);
  try {
    await db.transaction(
      "lethe_worker",
      async (tx) => {
        const frozen = (await freezeRules(tx, settingsOf(set, family))).families[family];
        const { rows } = await tx.execute<{ today: string }>(
          sql`SELECT current_date::text AS today`,
        );
        await tx.execute(sql`SET LOCAL ROLE NONE`);
        const isBeyond = await freezeRanks(tx, family, frozen, sql`eligible_ranks`, "TEMPORARY");
        const rule = decidingRule(family, frozen, { cutOff: rows[0]?.today ?? "", isBeyond });
        await tx.execute(sql`CREATE TABLE ${eligible} AS SELECT ${key} AS id FROM ${links}
          WHERE finished AND ${letsGo(frozen, rule)} ORDER BY 1`);
        await tx.execute(sql`ALTER TABLE ${eligible} ADD PRIMARY KEY (id)`);
      },
      { statementTimeoutMs: 600_000 },
    );
  } finally {
    await db.end();
  }
  await query(database, `VACUUM ANALYZE bench.eligible_${set}`);
}
