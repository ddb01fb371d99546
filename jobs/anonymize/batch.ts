import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { Conflict } from "#db/errors.ts";
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
  /** The finished links that it decides. */
  rows: SQL;
  rule: SQL<number>;
  letsGo: SQL;
  keys: { after: number; upTo: number };
  cuts: SQL | null;
}

/** What a batch decides in, and where it lists what it cuts, for the run's verifier. */
export type BatchCircumstances = Circumstances & { cuts?: SQL };

/**
 * Anonymizes at most `size` finished records of a range. The statement that cuts a link states the whole
 * rule, which PostgreSQL asks again of a link that somebody changed meanwhile.
 */
export async function anonymizeBatch(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: BatchCircumstances,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const isLocked = looksBeyondLinks(frozen);
  const { taken, reached } = await takeLinks(tx, family, range, size, isLocked);
  const keys = { after: range.after, upTo: reached };
  const batch = describe(family, frozen, { ...circumstances, keys }, keys, isLocked);
  const decide = frozen.records ? cutLinks : countHeldBack;
  const { visited, counts } =
    taken > 0 ? await decide(tx, batch, taken) : { visited: 0, counts: [] };
  if (frozen.notes) counts.push(await removeNotes(tx, batch));
  return { reached, visited, counts };
}

/**
 * Whether what is decided or removed stands beside the link, in rows that others write while they hold the
 * link without changing it: a fee on a loan, a note. Then the links are locked before that is looked at.
 */
const looksBeyondLinks = ({ records, rules }: FrozenFamily): boolean =>
  !records || rules.some(({ when }) => when.some(({ parameter }) => parameter === "hasOpenFee"));

function describe(
  family: Family,
  frozen: FrozenFamily,
  circumstances: BatchCircumstances,
  keys: Batch["keys"],
  isLocked: boolean,
): Batch {
  const { links, key } = familyTables[family];
  const rule = decidingRule(family, frozen, circumstances);
  // FOR UPDATE left this transaction's id on each row that it locked: no other is decided.
  const locked = sql` AND ${links}.xmax = (SELECT pg_current_xact_id()::xid)`;
  return {
    family,
    frozen,
    keys,
    cuts: circumstances.cuts ?? null,
    rule,
    rows: sql`${key} > ${keys.after} AND ${key} <= ${keys.upTo} AND ${links.finished}${isLocked ? locked : sql``}`,
    letsGo: letsGo(frozen, rule),
  };
}

/**
 * How far a batch of `size` links reaches, and how many it takes. Of those that it locks it takes the
 * finished ones alone: whoever works with the others waits for nobody.
 */
async function takeLinks(tx: Tx, family: Family, range: Range, size: number, isLocked: boolean) {
  const { links, key } = familyTables[family];
  const inRange = sql`${key} > ${range.after} AND ${key} <= ${range.upTo}`;
  const { rows } = await tx.execute<{ taken: number; last: string | null }>(sql`
    SELECT count(*)::int AS taken, max(key) AS last FROM (
      SELECT ${key} AS key FROM ${links} WHERE ${isLocked ? sql`${inRange} AND ${links.finished}` : inRange}
      ORDER BY ${key} LIMIT ${size}${isLocked ? sql` FOR UPDATE` : sql``}) AS met`);
  const { taken, last } = rows[0] ?? { taken: 0, last: null };
  return { taken, reached: taken < size || last === null ? range.upTo : Number(last) };
}

/** What a statement of a batch decided of the links that it met. */
type Outcome = Pick<BatchOutcome, "visited" | "counts">;

/**
 * Cuts the links that the rules let go, and tells of them and of those that the rules keep, on one
 * snapshot. A link that another transaction changes or takes meanwhile may be in neither: the next run decides it.
 */
async function cutLinks(tx: Tx, batch: Batch): Promise<Outcome> {
  const { links, key } = familyTables[batch.family];
  const holds = sql`(SELECT count(*)::int FROM patron.legal_holds)`;
  const { rows } = await tx.execute<Decided & { gone: boolean; holds: number }>(sql`
    WITH gone AS (
      DELETE FROM ${links} WHERE ${batch.rows} AND ${batch.letsGo}
      RETURNING ${key}::${keyType(batch.keys.upTo)} AS key, ${batch.rule} AS rule
    )${batch.cuts ? listed(batch, batch.cuts) : sql``}
    SELECT rule, count(*)::int AS records, true AS gone, ${holds} AS holds FROM gone GROUP BY rule
    UNION ALL
    SELECT rule, count(*)::int, false, ${holds} FROM (SELECT ${batch.rule} AS rule FROM ${links} WHERE ${batch.rows} OFFSET 0) AS met
    WHERE NOT ${letsGo(batch.frozen, sql`rule`)} GROUP BY rule`);
  // The statement may have waited for others, and holds that came meanwhile are to keep what they are placed on.
  const now = await tx.execute<{ holds: number }>(sql`SELECT ${holds} AS holds`);
  if (rows.some((row) => row.holds !== now.rows[0]?.holds)) throw new Conflict("a hold was placed");
  if (batch.family === "loans" && rows.some(({ gone }) => gone)) await forgetLoansOfFees(tx, batch);
  return {
    visited: rows.reduce((sum, { records }) => sum + records, 0),
    counts: countsOf(batch.frozen, rows),
  };
}

const listed = ({ family }: Batch, cuts: SQL) => sql`, listed AS (
      INSERT INTO ${cuts} SELECT ${family}, array_agg(key) FROM gone HAVING count(*) > 0)`;

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
      AND ${noteKey} IN (SELECT ${key} FROM ${links} WHERE ${batch.rows} AND ${batch.letsGo})`);
  return rowCount ?? 0;
}

/** Notes alone: the links stay, so only what the rules keep is told as held back. */
async function countHeldBack(
  tx: Tx,
  { family, frozen, rule, rows }: Batch,
  taken: number,
): Promise<Outcome> {
  const { links } = familyTables[family];
  const decided = await tx.execute<Decided>(
    sql`SELECT ${rule} AS rule, count(*)::int AS records FROM ${links} WHERE ${rows} GROUP BY 1`,
  );
  const counts = countsOf(frozen, decided.rows);
  return { visited: taken, counts: counts.filter(({ measure }) => measure === "heldBack") };
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
