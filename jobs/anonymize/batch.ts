import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import type { BatchOutcome, Count, Range } from "../engine/job.ts";
import { Disturbed, undisturbed } from "../engine/undisturbed.ts";
import { anonymizingPositions, decidingRule, letsGo, type Circumstances } from "./decision.ts";
import { keyType } from "./evidence.ts";
import type { FrozenFamily } from "./frozen.ts";
import { reasonOf, ruleName } from "./reasons.ts";

/** A batch's decisions, as every statement of it sees them. */
interface Batch {
  family: Family;
  frozen: FrozenFamily;
  /** Nobody else can change its links before the commit. */
  isLocked: boolean;
  /** Which links it decides: those that are finished, and where it has locked them no others. */
  isIn: SQL;
  rule: SQL<number>;
  letsGo: SQL;
  keys: { after: number; upTo: number };
  decisions: SQL;
  isListed: boolean;
}

export interface BatchCircumstances extends Circumstances {
  /** Where it writes down what it decided. */
  decisions: SQL;
  /** With the records that it cuts, for the run's verifier, unless this is false. */
  isListed?: boolean;
}

/**
 * Anonymizes at most `size` finished records of a range. The links are locked, and the whole rule is asked of
 * what was locked, in a second statement: whoever wants a record back waits at the lock. A lock is a write,
 * also of what stays, so it is first tried without: where nobody else was at the links, nobody was to be kept away.
 */
export async function anonymizeBatch(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: BatchCircumstances,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const decide = async (isLocked: boolean) => {
    const { taken, reached } = await takeLinks(tx, family, range, size, isLocked);
    const keys = { after: range.after, upTo: reached };
    const batch = describe(family, frozen, { ...circumstances, keys }, keys, isLocked);
    const decided = taken === 0 ? [] : await (frozen.records ? cutLinks : decideAlone)(tx, batch);
    return { batch, decided };
  };
  const alone = looksBeyondLinks(frozen) ? null : await undisturbed(tx, () => decide(false));
  const { batch, decided } = alone ?? (await decide(true));
  const counts = countsOf(frozen, decided);
  if (family === "loans" && counts.some(({ measure }) => measure === "records"))
    await forgetLoansOfFees(tx, batch);
  if (frozen.notes) counts.push(await removeNotes(tx, batch));
  return { reached: batch.keys.upTo, visited: recordsOf(decided), counts };
}

/**
 * Whether what is decided on or removed stands in rows that others write while they hold the link without
 * changing it: a fee on a loan, a note. That nobody has changed the link then says nothing.
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
  const finished = sql`${key} > ${keys.after} AND ${key} <= ${keys.upTo} AND ${links.finished}`;
  return {
    family,
    frozen,
    isLocked,
    // FOR UPDATE left this transaction's id on each row that it locked.
    isIn: isLocked
      ? sql`${finished} AND ${links}.xmax = (SELECT pg_current_xact_id()::xid)`
      : finished,
    rule,
    letsGo: letsGo(frozen, rule),
    keys,
    decisions: circumstances.decisions,
    isListed: circumstances.isListed ?? true,
  };
}

/** How many links a batch takes, and how far it reaches; locked are the finished ones alone, in the order of their keys. */
async function takeLinks(tx: Tx, family: Family, range: Range, size: number, isLocked: boolean) {
  const { links, key } = familyTables[family];
  const [only, lock] = isLocked ? [sql`AND ${links.finished}`, sql`FOR UPDATE`] : [sql``, sql``];
  const { rows } = await tx.execute<{ taken: number; last: string | null }>(sql`
    SELECT count(*)::int AS taken, max(key) AS last FROM (
      SELECT ${key} AS key FROM ${links}
      WHERE ${key} > ${range.after} AND ${key} <= ${range.upTo} ${only}
      ORDER BY ${key} LIMIT ${size} ${lock}) AS met`);
  const { taken, last } = rows[0] ?? { taken: 0, last: null };
  return { taken, reached: taken < size || last === null ? range.upTo : Number(last) };
}

/**
 * Cuts the links that the rules let go. Each is decided once, on one snapshot, and deleted where that snapshot
 * shows it; who has changed one meanwhile has moved it, which shows in how many went. What was decided
 * is written down rather than returned: to return what it deletes costs PostgreSQL half as much again.
 */
async function cutLinks(tx: Tx, batch: Batch): Promise<Decided[]> {
  const { family, frozen, keys, decisions } = batch;
  const { links, key } = familyTables[family];
  const goes = letsGo(frozen, sql`rule`);
  const listed = batch.isListed ? sql`CASE WHEN ${goes} THEN array_agg(key) END` : sql`NULL`;
  const { rowCount } = await tx.execute(sql`
    WITH decided AS MATERIALIZED (
      SELECT ${links}.ctid AS place, ${key}::${keyType(keys.upTo)} AS key, ${batch.rule} AS rule
      FROM ${links} WHERE ${batch.isIn}
    ), written AS (
      INSERT INTO ${decisions} (part, up_to, rule, records, keys)
      SELECT ${family}, ${keys.upTo}, rule, count(*), ${listed} FROM decided GROUP BY rule
    )
    DELETE FROM ${links} WHERE ctid = ANY(ARRAY(SELECT place FROM decided WHERE ${goes}))`);
  const { rows } = await tx.execute<Decided>(
    sql`SELECT rule, records FROM ${decisions} WHERE part = ${family} AND up_to = ${keys.upTo}`,
  );
  const toGo = rows.filter(({ rule }) => anonymizingPositions(frozen).includes(rule));
  if (rowCount !== recordsOf(toGo)) {
    if (batch.isLocked) throw new Error("a batch cut other links than it had decided on");
    throw new Disturbed("a link changed under its batch");
  }
  return rows;
}

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
      AND ${noteKey} IN (SELECT ${key} FROM ${links} WHERE ${batch.isIn} AND ${batch.letsGo})`);
  return rowCount ?? 0;
}

/** Notes alone: the links stay. */
async function decideAlone(tx: Tx, { family, rule, isIn }: Batch): Promise<Decided[]> {
  const { links } = familyTables[family];
  const { rows } = await tx.execute<Decided>(
    sql`SELECT ${rule} AS rule, count(*)::int AS records FROM ${links} WHERE ${isIn} GROUP BY 1`,
  );
  return rows;
}

type Decided = { rule: number; records: number };

const recordsOf = (decided: Decided[]) => decided.reduce((sum, { records }) => sum + records, 0);

function countsOf(frozen: FrozenFamily, decided: Decided[]): Count[] {
  const letGo = anonymizingPositions(frozen);
  const counts = decided.map(({ rule, records }) =>
    letGo.includes(rule)
      ? { measure: "records", label: ruleName(frozen, rule), count: records }
      : { measure: "heldBack", label: reasonOf(frozen, rule), count: records },
  );
  // Where links stay, what goes is counted as notes.
  return frozen.records ? counts : counts.filter(({ measure }) => measure === "heldBack");
}
