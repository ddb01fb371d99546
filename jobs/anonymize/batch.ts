import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import type { BatchOutcome, Count, Range } from "../engine/job.ts";
import { anonymizingPositions, decidingRule, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";
import { reasonOf, ruleName } from "./reasons.ts";

/** A batch's decisions, as every statement of it sees them. */
interface Batch {
  family: Family;
  frozen: FrozenFamily;
  /** The rows that this batch has locked: what nobody can change before the commit. */
  locked: SQL;
  rule: SQL<number>;
  letsGo: SQL;
  keys: { after: number; upTo: number };
}

/**
 * Anonymizes at most `size` finished records of a range. Two statements on purpose: whoever wants a
 * record back waits at the lock, and the whole rule is asked again of what was locked.
 */
export async function anonymizeBatch(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: Circumstances,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const { visited, reached } = await lockLinks(tx, family, range, size);
  const keys = { after: range.after, upTo: reached };
  const batch = describe(family, frozen, { ...circumstances, keys }, keys);
  const counts: Count[] = [];
  if (visited > 0) {
    const gone = frozen.records ? await cutLinks(tx, batch) : await removeNotes(tx, batch);
    counts.push(...gone);
    const decided = gone.reduce(
      (sum, { measure, count }) => sum + (measure === "records" ? count : 0),
      0,
    );
    if (!frozen.records || decided < visited) counts.push(...(await countHeldBack(tx, batch)));
  }
  if (frozen.notes) counts.push(await removeOrphanedNotes(tx, batch));
  return { reached, visited, counts };
}

function describe(
  family: Family,
  frozen: FrozenFamily,
  circumstances: Circumstances,
  keys: Batch["keys"],
): Batch {
  const { links, key } = familyTables[family];
  const rule = decidingRule(family, frozen, circumstances);
  return {
    family,
    frozen,
    keys,
    rule,
    // FOR UPDATE left this transaction's id on each row that it locked.
    locked: sql`${key} > ${keys.after} AND ${key} <= ${keys.upTo} AND ${links.finished}
      AND ${links}.xmax = (SELECT pg_current_xact_id()::xid)`,
    letsGo: sql`(${rule}) = ANY(${sql.param(anonymizingPositions(frozen))}::integer[])`,
  };
}

async function lockLinks(tx: Tx, family: Family, range: Range, size: number) {
  const { links, key } = familyTables[family];
  const { rows } = await tx.execute<{ visited: number; last: string | null }>(sql`
    SELECT count(*)::int AS visited, max(key) AS last FROM (
      SELECT ${key} AS key FROM ${links}
      WHERE ${key} > ${range.after} AND ${key} <= ${range.upTo} AND ${links.finished}
      ORDER BY ${key} LIMIT ${size} FOR UPDATE) AS locked`);
  const { visited, last } = rows[0] ?? { visited: 0, last: null };
  return { visited, reached: visited < size || last === null ? range.upTo : Number(last) };
}

/** Cuts the links that the rules let go, and removes their notes where notes are to go too. */
async function cutLinks(tx: Tx, batch: Batch): Promise<Count[]> {
  const { links, key, notes, noteKey } = familyTables[batch.family];
  const inBatch = sql`> ${batch.keys.after} AND`;
  const noteless = sql`SELECT NULL::text AS text WHERE false`;
  const { rows } = await tx.execute<{ rule: number; records: number; notes: number }>(sql`
    WITH gone AS (
      DELETE FROM ${links} WHERE ${batch.locked} AND ${batch.letsGo} RETURNING ${key} AS key, ${batch.rule} AS rule
    ), notes AS (
      ${
        batch.frozen.notes
          ? sql`DELETE FROM ${notes} WHERE ${noteKey} ${inBatch} ${noteKey} <= ${batch.keys.upTo}
              AND ${noteKey} IN (SELECT key FROM gone) RETURNING ${notes.text} AS text`
          : noteless
      }
    ), fees AS (
      ${
        batch.family === "loans"
          ? sql`UPDATE patron.fee_links f SET loan_id = NULL FROM gone WHERE f.loan_id = gone.key`
          : sql`SELECT`
      }
    )
    SELECT rule, count(*)::int AS records, (SELECT count(text)::int FROM notes) AS notes FROM gone GROUP BY rule`);
  return [
    ...rows.map(({ rule, records }) => ({
      measure: "records",
      label: ruleName(batch.frozen, rule),
      count: records,
    })),
    { measure: "notes", label: "", count: rows[0]?.notes ?? 0 },
  ];
}

/** Notes alone: the note of what the rules let go leaves an empty row, so that no import brings it back. */
async function removeNotes(tx: Tx, batch: Batch): Promise<Count[]> {
  const { links, key, notes, noteKey } = familyTables[batch.family];
  const { rows } = await tx.execute<{ notes: number }>(sql`
    WITH gone AS (
      UPDATE ${notes} SET text = NULL
      WHERE ${noteKey} > ${batch.keys.after} AND ${noteKey} <= ${batch.keys.upTo} AND ${notes.text} IS NOT NULL
        AND ${noteKey} IN (SELECT ${key} FROM ${links} WHERE ${batch.locked} AND ${batch.letsGo})
      RETURNING 1
    ) SELECT count(*)::int AS notes FROM gone`);
  return [{ measure: "notes", label: "", count: rows[0]?.notes ?? 0 }];
}

/** What the batch looked at and left, by the reason that kept it. */
async function countHeldBack(tx: Tx, batch: Batch): Promise<Count[]> {
  const { links } = familyTables[batch.family];
  const { rows } = await tx.execute<{ rule: number; records: number }>(sql`
    SELECT rule, count(*)::int AS records
    FROM (SELECT ${batch.rule} AS rule FROM ${links} WHERE ${batch.locked}) AS kept
    WHERE rule <> ALL(${sql.param(anonymizingPositions(batch.frozen))}::integer[]) GROUP BY rule`);
  return rows.map(({ rule, records }) => ({
    measure: "heldBack",
    label: reasonOf(batch.frozen, rule),
    count: records,
  }));
}

/** A note whose record has no link any more is asked of no rule. */
async function removeOrphanedNotes(tx: Tx, batch: Batch): Promise<Count> {
  const { links, key, notes, noteKey } = familyTables[batch.family];
  const { rows } = await tx.execute<{ notes: number }>(sql`
    WITH gone AS (
      DELETE FROM ${notes} WHERE ${noteKey} > ${batch.keys.after} AND ${noteKey} <= ${batch.keys.upTo}
        AND NOT EXISTS (SELECT FROM ${links} WHERE ${key} = ${noteKey}) RETURNING ${notes.text} AS text
    ) SELECT count(text)::int AS notes FROM gone`);
  return { measure: "orphanedNotes", label: "", count: rows[0]?.notes ?? 0 };
}
