import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import type { BatchOutcome, Count, Range } from "../engine/job.ts";
import { anonymizingPositions, decidingRule, letsGo, type Circumstances } from "./decision.ts";
import { keyType } from "./evidence.ts";
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
  cuts: SQL | null;
}

/** What a batch decides in, and where it lists what it cuts, for the run's verifier. */
export type BatchCircumstances = Circumstances & { cuts?: SQL };

/**
 * Anonymizes at most `size` finished records of a range. Two statements on purpose: whoever wants a
 * record back waits at the lock, and the whole rule is asked again of what was locked.
 */
export async function anonymizeBatch(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: BatchCircumstances,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const { visited, reached } = await lockLinks(tx, family, range, size);
  const keys = { after: range.after, upTo: reached };
  const batch = describe(family, frozen, { ...circumstances, keys }, keys);
  const counts: Count[] =
    visited > 0 ? await (frozen.records ? cutLinks : countHeldBack)(tx, batch) : [];
  if (frozen.notes) counts.push(await removeNotes(tx, batch));
  return { reached, visited, counts };
}

function describe(
  family: Family,
  frozen: FrozenFamily,
  circumstances: BatchCircumstances,
  keys: Batch["keys"],
): Batch {
  const { links, key } = familyTables[family];
  const rule = decidingRule(family, frozen, circumstances);
  return {
    family,
    frozen,
    keys,
    cuts: circumstances.cuts ?? null,
    rule,
    // FOR UPDATE left this transaction's id on each row that it locked.
    locked: sql`${key} > ${keys.after} AND ${key} <= ${keys.upTo} AND ${links.finished}
      AND ${links}.xmax = (SELECT pg_current_xact_id()::xid)`,
    letsGo: letsGo(frozen, rule),
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

/**
 * Cuts the links that the rules let go. Each locked row is decided once, and deleted where it lies: it
 * cannot move while this transaction holds it.
 */
async function cutLinks(tx: Tx, batch: Batch): Promise<Count[]> {
  const { links, key } = familyTables[batch.family];
  const { rows } = await tx.execute<Decided & { gone: number }>(sql`
    WITH decided AS MATERIALIZED (
      SELECT ${links}.ctid AS place, ${batch.rule} AS rule FROM ${links} WHERE ${batch.locked}
    ), gone AS (
      DELETE FROM ${links} WHERE ctid = ANY(ARRAY(SELECT place FROM decided WHERE ${letsGo(batch.frozen, sql`rule`)})) RETURNING ${key}::${keyType(batch.keys.upTo)} AS key
    )${batch.cuts ? listed(batch, batch.cuts) : sql``}
    SELECT rule, count(*)::int AS records, (SELECT ${batch.cuts ? sql`sum(many)::int FROM listed` : sql`count(*)::int FROM gone`}) AS gone
    FROM decided GROUP BY rule`);
  const counts = countsOf(batch.frozen, rows);
  const decidedToGo = counts.reduce(
    (sum, one) => sum + (one.measure === "records" ? one.count : 0),
    0,
  );
  if (decidedToGo !== (rows[0]?.gone ?? 0))
    throw new Error("a batch cut other links than it had decided on");
  if (batch.family === "loans" && decidedToGo > 0) await forgetLoansOfFees(tx, batch);
  return counts;
}

const listed = ({ family }: Batch, cuts: SQL) => sql`, listed AS (
      INSERT INTO ${cuts} SELECT ${family}, array_agg(key) FROM gone HAVING count(*) > 0 RETURNING cardinality(keys) AS many)`;

/**
 * A fee forgets which loan it came from, and keeps its item. Locked in the order in which a batch of
 * fees locks, so that the two never wait for each other in a circle.
 */
async function forgetLoansOfFees(tx: Tx, { keys }: Batch): Promise<void> {
  await tx.execute(sql`
    WITH named AS MATERIALIZED (
      SELECT f.fee_id FROM patron.fee_links f WHERE f.loan_id > ${keys.after} AND f.loan_id <= ${keys.upTo}
        AND NOT EXISTS (SELECT FROM patron.loan_links l WHERE l.loan_id = f.loan_id)
      ORDER BY f.fee_id FOR UPDATE OF f
    )
    UPDATE patron.fee_links f SET loan_id = NULL FROM named WHERE f.fee_id = named.fee_id`);
}

/** Removes the notes of what was cut, and of what lost its link earlier; of those no rule is asked. */
async function removeNotes(tx: Tx, batch: Batch): Promise<Count> {
  const { links, key, notes, noteKey } = familyTables[batch.family];
  const emptied = batch.frozen.records ? 0 : await emptyNotes(tx, batch);
  const { rows } = await tx.execute<{ notes: number }>(sql`
    WITH gone AS (
      DELETE FROM ${notes} WHERE ${noteKey} > ${batch.keys.after} AND ${noteKey} <= ${batch.keys.upTo}
        AND NOT EXISTS (SELECT FROM ${links} WHERE ${key} = ${noteKey}) RETURNING ${notes.text} AS text
    ) SELECT count(text)::int AS notes FROM gone`);
  return { measure: "notes", label: "", count: emptied + (rows[0]?.notes ?? 0) };
}

/** Notes alone: the note of what the rules let go leaves an empty row, so that no import brings it back. */
async function emptyNotes(tx: Tx, batch: Batch): Promise<number> {
  const { links, key, notes, noteKey } = familyTables[batch.family];
  const { rowCount } = await tx.execute(sql`
    UPDATE ${notes} SET text = NULL
    WHERE ${noteKey} > ${batch.keys.after} AND ${noteKey} <= ${batch.keys.upTo} AND ${notes.text} IS NOT NULL
      AND ${noteKey} IN (SELECT ${key} FROM ${links} WHERE ${batch.locked} AND ${batch.letsGo})`);
  return rowCount ?? 0;
}

/** Notes alone: the links stay, so only what the rules keep is told as held back. */
async function countHeldBack(tx: Tx, { family, frozen, rule, locked }: Batch): Promise<Count[]> {
  const { links } = familyTables[family];
  const { rows } = await tx.execute<Decided>(
    sql`SELECT ${rule} AS rule, count(*)::int AS records FROM ${links} WHERE ${locked} GROUP BY 1`,
  );
  return countsOf(frozen, rows).filter(({ measure }) => measure === "heldBack");
}

type Decided = { rule: number; records: number };

function countsOf(frozen: FrozenFamily, decided: Decided[]): Count[] {
  const letGo = anonymizingPositions(frozen);
  return decided.map(({ rule, records }) =>
    letGo.includes(rule)
      ? { measure: "records", label: ruleName(frozen, rule), count: records }
      : { measure: "heldBack", label: reasonOf(frozen, rule), count: records },
  );
}
