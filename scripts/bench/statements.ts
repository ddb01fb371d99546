import { sql } from "drizzle-orm";
import { openDatabase } from "#db/client.ts";
import type { Family } from "#lib/families.ts";
import { decidingRule, letsGo } from "#jobs/anonymize/decision.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { freezeRules } from "#jobs/anonymize/frozen.ts";
import type { IsBeyond } from "#jobs/anonymize/ranks.ts";
import { tablesOf } from "./family-tables.ts";
import { settingsOf, type RuleSet } from "./seed.ts";
import { timed, type BenchDatabase } from "./server.ts";

/** How library systems do it today: the patron is emptied on the record, in one statement. */
export const timeUpdate = (database: BenchDatabase, set: RuleSet): Promise<number> =>
  timed(
    database,
    `UPDATE bench.in_place r SET user_id = NULL FROM bench.eligible_${set} e WHERE e.id = r.id`,
  );

/** The least that could be done: the same links deleted by id, nothing checked, nothing counted. */
export const timeDelete = (
  database: BenchDatabase,
  set: RuleSet,
  family: Family = "loans",
): Promise<number> => {
  const { links, key } = tablesOf[family];
  return timed(
    database,
    `DELETE FROM patron.${links} k USING bench.eligible_${set} e WHERE e.id = k.${key}`,
  );
};

/** The same ranks, rules, notes and counts as the job, in one bare statement with all the memory it likes: no locks, no batches, no cursor. */
export async function timeStatement(database: BenchDatabase, set: RuleSet): Promise<number> {
  const db = openDatabase(database.url);
  try {
    const began = performance.now();
    await db.transaction(
      "lethe_worker",
      async (tx) => {
        const { families } = await freezeRules(tx, settingsOf(set));
        const { rows } = await tx.execute<{ today: string }>(
          sql`SELECT current_date::text AS today`,
        );
        const isBeyond: IsBeyond = (key, retained) =>
          sql`(${key} IN (SELECT ranked.loan_id FROM ranked WHERE ranked.place > ${retained})
            OR user_id IN (SELECT u.id FROM patron.users u WHERE u.status = 'deleted'))`;
        const rule = decidingRule("loans", families.loans, {
          cutOff: rows[0]?.today ?? "",
          isBeyond,
        });
        await tx.execute(sql`SET LOCAL work_mem = '512MB'`);
        await tx.execute(sql`
          WITH ranked AS MATERIALIZED (
            SELECT loan_id, row_number() OVER (PARTITION BY user_id ORDER BY ended_at DESC, loaned_at DESC, loan_id DESC) AS place
            FROM patron.loan_links WHERE ended_at IS NOT NULL
          ), decided AS MATERIALIZED (
            SELECT ctid AS place, ${rule} AS rule FROM patron.loan_links WHERE finished
          ), gone AS (
            DELETE FROM patron.loan_links
              WHERE ctid = ANY(ARRAY(SELECT place FROM decided WHERE ${letsGo(families.loans, sql`rule`)})) RETURNING loan_id
          ), notes AS (DELETE FROM patron.loan_notes WHERE loan_id IN (SELECT loan_id FROM gone) RETURNING 1)
          SELECT rule, count(*), (SELECT count(*) FROM notes) FROM decided GROUP BY rule`);
      },
      { statementTimeoutMs: 3_600_000 },
    );
    return (performance.now() - began) / 1000;
  } finally {
    await db.end();
  }
}

/** What a screen waits for before a run. */
export async function timePreview(database: BenchDatabase, set: RuleSet): Promise<number> {
  const db = openDatabase(database.url);
  try {
    const began = performance.now();
    await db.transaction(
      "lethe_web",
      (tx) => previewAnonymization(tx, { settings: settingsOf(set) }),
      { statementTimeoutMs: 600_000 },
    );
    return (performance.now() - began) / 1000;
  } finally {
    await db.end();
  }
}
