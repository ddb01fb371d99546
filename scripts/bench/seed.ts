import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { sql } from "drizzle-orm";
import { freezeRules, type AnonymizationSettings } from "#jobs/anonymize/frozen.ts";
import { anonymizingPositions, decidingRule } from "#jobs/anonymize/decision.ts";
import { freezeRanks } from "#jobs/anonymize/ranks.ts";
import type { Rule } from "#lib/rules.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";

export type RuleSet = "plain" | "retain";
export const ruleSets: RuleSet[] = ["plain", "retain"];

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
export const rulesOf = (set: RuleSet): Rule[] => [
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

export const settingsOf = (set: RuleSet): AnonymizationSettings => {
  const off = { records: false, notes: false, rules: [], default: false };
  return {
    loans: { records: true, notes: true, rules: rulesOf(set), default: false },
    fees: off,
    requests: off,
    borrowingRequests: off,
  };
};

/** A library of `loans` loans, a tenth as many users, 2 % active, a note on every tenth; and what each rule set lets go. */
export async function seedLibrary(server: BenchServer, loans: number): Promise<BenchDatabase> {
  const database = await server.create("bench_library");
  await migrate(database.url);
  await query(database, library(loans));
  await query(database, "VACUUM ANALYZE");
  for (const set of ruleSets) await markEligible(database, set);
  return database;
}

/** The same loans as library systems keep them: the patron on the loan, with the same indexes. */
export async function seedInPlace(
  server: BenchServer,
  library: BenchDatabase,
): Promise<BenchDatabase> {
  const database = await server.copy(library);
  await query(database, inPlace);
  await query(database, "VACUUM ANALYZE bench.loans");
  return database;
}

const library = (loans: number) => `
  SET session_replication_role = replica;
  SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
  INSERT INTO record.sources (name) VALUES ('alma');
  INSERT INTO record.libraries (code, name) SELECT 'L' || n, 'Library ' || n FROM generate_series(1, 8) n;
  INSERT INTO record.locations (library_id, code, name) SELECT l, 'S' || s, 'Shelf ' || s FROM generate_series(1, 8) l, generate_series(1, 5) s ORDER BY 1, 2;
  INSERT INTO record.user_groups (code, name) SELECT 'G' || n, 'Group ' || n FROM generate_series(1, 8) n;
  INSERT INTO record.profiles (user_group_id, category_ids) SELECT g, ARRAY[c] FROM generate_series(1, 8) g, generate_series(1, 10) c;
  INSERT INTO record.items (barcode, title, author) SELECT 'B' || n, 'A title of usual length ' || n, 'Author ' || n % 5000 FROM generate_series(1, ${Math.ceil(loans / 10)}) n;
  INSERT INTO patron.users (primary_id, first_name, last_name, user_group_id, expiry_date)
    SELECT 'P' || n, 'First ' || n % 900, 'Last ' || n % 9000, 1 + n % 8, current_date - 1500 + hashint4(n) % 1800 FROM generate_series(1, ${Math.ceil(loans / 10)}) n;
  CREATE SCHEMA bench;
  CREATE UNLOGGED TABLE bench.source AS
    SELECT n AS id, 1 + mod(abs(hashint8extended(n, 1)), ${Math.ceil(loans / 10)}) AS user_id, 1 + mod(abs(hashint8extended(n, 2)), ${Math.ceil(loans / 10)}) AS item_id,
      (1 + mod(abs(hashint8extended(n, 3)), 8))::int AS library_id, (1 + mod(abs(hashint8extended(n, 4)), 5))::int AS shelf, (1 + mod(abs(hashint8extended(n, 5)), 80))::int AS profile_id,
      date_trunc('second', now()) - make_interval(days => 20 + mod(abs(hashint8extended(n, 6)), 1100)::int, secs => mod(abs(hashint8extended(n, 7)), 86400)::int) AS loaned_at,
      make_interval(days => 1 + mod(abs(hashint8extended(n, 8)), 20)::int) AS kept, mod(abs(hashint8extended(n, 9)), 50) = 0 AS active
    FROM generate_series(1, ${loans}::bigint) n;
  INSERT INTO record.loans (id, library_id, location_id, profile_id, item_id, loaned_on, due_on, returned_on, ended_on) OVERRIDING SYSTEM VALUE
    SELECT id, library_id, (library_id - 1) * 5 + shelf, profile_id, item_id, loaned_at::date, loaned_at::date + 28,
      CASE WHEN NOT active THEN (loaned_at + kept)::date END, CASE WHEN NOT active THEN (loaned_at + kept)::date END FROM bench.source ORDER BY id;
  INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, due_at, returned_at, ended_at, ended_on, finished, library_id, location_id, profile_id, source_id, source_number)
    SELECT id, user_id, loaned_at, loaned_at + interval '28 days', CASE WHEN NOT active THEN loaned_at + kept END, CASE WHEN NOT active THEN loaned_at + kept END,
      CASE WHEN NOT active THEN (loaned_at + kept)::date END, NOT active, library_id, (library_id - 1) * 5 + shelf, profile_id, 1, 'loan-' || id FROM bench.source ORDER BY id;
  INSERT INTO patron.loan_notes (loan_id, text) SELECT id, 'A note of the usual length on loan ' || id FROM bench.source WHERE id % 10 = 0 ORDER BY id;
  INSERT INTO record.seen_sources SELECT substring(sha256(convert_to(id::text, 'UTF8')) for 16) AS digest FROM bench.source ORDER BY 1;
  SELECT setval('record.loans_id_seq', ${loans});
  DROP TABLE bench.source;`;

const inPlace = `
  CREATE TABLE bench.loans AS SELECT r.*, k.user_id, k.loaned_at, k.due_at, k.ended_at, k.source_id, k.source_number
    FROM record.loans r JOIN patron.loan_links k ON k.loan_id = r.id ORDER BY r.id;
  SET maintenance_work_mem = '512MB';
  ALTER TABLE bench.loans ADD PRIMARY KEY (id);
  CREATE INDEX ON bench.loans (profile_id);
  CREATE INDEX ON bench.loans (library_id, location_id);
  CREATE INDEX ON bench.loans (item_id);
  CREATE INDEX ON bench.loans (user_id, ended_at, loaned_at, id);
  CREATE UNIQUE INDEX ON bench.loans (source_id, source_number);`;

/** The ids that a rule set lets go, so that the bare statements need not think. */
async function markEligible(database: BenchDatabase, set: RuleSet): Promise<void> {
  const db = openDatabase(database.url);
  try {
    await db.transaction(
      "lethe_worker",
      async (tx) => {
        const { families } = await freezeRules(tx, settingsOf(set));
        const { rows } = await tx.execute<{ today: string }>(
          sql`SELECT current_date::text AS today`,
        );
        await tx.execute(sql`SET LOCAL ROLE NONE`);
        const ranks = await freezeRanks(
          tx,
          "loans",
          families.loans,
          sql`eligible_ranks`,
          "TEMPORARY",
        );
        const rule = decidingRule("loans", families.loans, { cutOff: rows[0]?.today ?? "", ranks });
        await tx.execute(sql`CREATE TABLE bench.${sql.identifier(`eligible_${set}`)} AS SELECT loan_id FROM patron.loan_links
          WHERE finished AND ${rule} = ANY(${sql.param(anonymizingPositions(families.loans))}::integer[]) ORDER BY loan_id`);
        await tx.execute(
          sql`ALTER TABLE bench.${sql.identifier(`eligible_${set}`)} ADD PRIMARY KEY (loan_id)`,
        );
      },
      { statementTimeoutMs: 600_000 },
    );
  } finally {
    await db.end();
  }
  await query(database, `VACUUM ANALYZE bench.eligible_${set}`);
}
