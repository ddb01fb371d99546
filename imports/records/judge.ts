import { sql, type SQL } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import { holdPeople } from "../people.ts";
import { judged, type RecordKind, type Refused } from "./kind.ts";

/**
 * Decides the fate of every readable line: `new`, `linked` (its number is on a link), `anonymized`
 * (seen, and on no link any more) or a reason to refuse it, which goes into staging. Days are days of
 * the session's zone, which is the library's. Statements that make tables take no parameters.
 */
export async function judge(kind: RecordKind, merging: Merging, sourceId: number): Promise<void> {
  const { tx, staging } = merging;
  const [lines, fates] = [staging.table("lines"), staging.table("fates")];
  const refusals = refusalsOf(kind, merging);
  const key = sql.raw(`l.${kind.key}`);
  await holdPeople(merging);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${fates} AS
    WITH people AS MATERIALIZED (
      SELECT held.*, c.category_ids FROM ${staging.table("people")} held
      LEFT JOIN (SELECT user_id, array_agg(category_id ORDER BY category_id) AS category_ids
        FROM patron.user_categories GROUP BY user_id) c ON c.user_id = held.user_id
    )
    SELECT s.line, p.user_id, ${key} AS record_id, ${sql.raw(kind.loan ? "loan.loan_id" : "NULL::bigint")} AS named_loan,
      CASE WHEN ${key} IS NULL THEN p.user_group_id ELSE before.user_group_id END AS base_group,
      CASE WHEN ${key} IS NULL THEN p.category_ids ELSE before.category_ids END AS base_categories,
      outcome.finished AND outcome.ended_at IS NULL AS endless, outcome.told,
      CASE
        WHEN ${key} IS NULL AND seen.digest IS NOT NULL THEN 'anonymized'
        ${cases(refusals)}
        WHEN outcome.refused IS NOT NULL THEN outcome.refused
        WHEN ${key} IS NULL THEN 'new'
        ELSE 'linked'
      END AS fate
    FROM ${lines} s
    LEFT JOIN people p ON p.key = lower(s.primary_id)
    LEFT JOIN patron.${sql.raw(kind.links)} l ON l.source_id = ${sql.raw(`${sourceId}`)} AND l.source_number = s.${sql.raw(kind.number)}
    LEFT JOIN record.seen_sources seen ON seen.digest = s.digest
    LEFT JOIN record.profiles before ON before.id = l.profile_id
    LEFT JOIN record.${sql.raw(kind.records)} old ON old.id = ${key}
    ${kind.loan ? joinLoan(kind.loan, sourceId) : sql``}
    CROSS JOIN LATERAL (${outcome(kind, merging)}) outcome
    WHERE s.reason IS NULL AND NOT s.repeated`);
  await tx.execute(sql`ANALYZE ${fates}`);
  await giveReasons(merging, [...refusals, ...(kind.refusals ?? [])]);
}

/** Facts that lines tell by themselves; what is looked up is not there to judge by. */
const ownFacts = (kind: RecordKind) => kind.facts.filter(({ found }) => !found);

/** What follows from the facts, which stand by their names in a scope of their own. */
function outcome(kind: RecordKind, { has }: Merging): SQL {
  const facts = ownFacts(kind).map((fact) => judged(fact, has));
  const refused = kind.refusals ? sql`CASE ${cases(kind.refusals)} END` : sql`NULL::text`;
  return sql`SELECT ${sql.raw(kind.ended)} AS ended_at, ${sql.raw(kind.finished)} AS finished,
      ${sql.raw(kind.told ?? "NULL::text")} AS told, ${refused} AS refused
    FROM (SELECT ${sql.raw(facts.join(", "))}) fact`;
}

const cases = (refusals: readonly Refused[]): SQL =>
  sql.raw(refusals.map(({ fate, when }) => `WHEN ${when} THEN '${fate}'`).join(" "));

const joinLoan = (loan: NonNullable<RecordKind["loan"]>, sourceId: number): SQL =>
  sql.raw(`LEFT JOIN patron.loan_links loan ON loan.source_id = ${sourceId} AND loan.source_number = s.${loan.column}
    LEFT JOIN record.seen_sources seen_loan ON seen_loan.digest = s.${loan.digest}`);

/** Those of every kind. */
function refusalsOf(kind: RecordKind, { has }: Merging): Refused[] {
  const { one, located } = kind;
  return [
    {
      fate: "unknownUser",
      column: "primary_id",
      sentence: "'No user has this primary ID.'",
      when: "s.primary_id IS NOT NULL AND p.user_id IS NULL",
    },
    {
      fate: "otherUser",
      column: "primary_id",
      sentence: `'This ${one} belongs to another user.'`,
      when: "l.user_id <> p.user_id",
    },
    {
      fate: "activeWithoutUser",
      column: "primary_id",
      sentence: `'An active ${one} needs a primary ID.'`,
      when: "s.primary_id IS NULL AND NOT outcome.finished",
    },
    ...kind.ends.map((column) => ({
      fate: `${column}Later`,
      column,
      sentence: `'${column} lies after today.'`,
      when: `s.${column}::date > current_date`,
    })),
    ...(located && !has("location") ? [moved(one)] : []),
    ...(kind.loan ? ofLoan(kind.loan.column) : []),
  ];
}

const moved = (one: string): Refused => ({
  fate: "movedLibrary",
  column: "library",
  sentence: `'This ${one} moves to another library; the file needs a location column to say where.'`,
  when: `l.location_id IS NOT NULL
    AND (SELECT code FROM record.libraries WHERE id = l.library_id) <> s.library`,
});

const ofLoan = (column: string): Refused[] => [
  {
    fate: "unknownLoan",
    column,
    sentence: "'No loan has this number.'",
    when: `s.${column} IS NOT NULL AND loan.loan_id IS NULL AND seen_loan.digest IS NULL`,
  },
  {
    fate: "loanOfOther",
    column,
    sentence: "'This loan belongs to another user.'",
    when: "loan.user_id <> coalesce(p.user_id, l.user_id)",
  },
];

async function giveReasons({ tx, staging }: Merging, refusals: Refused[]): Promise<void> {
  const choose = (value: (refused: Refused) => string) =>
    sql.raw(refusals.map((one) => `WHEN '${one.fate}' THEN ${value(one)}`).join(" "));
  await tx.execute(sql`
    UPDATE ${staging.table("lines")} l
    SET bad_column = CASE f.fate ${choose(({ column }) => `'${column}'`)} END,
      reason = CASE f.fate ${choose(({ sentence }) => sentence)} END
    FROM ${staging.table("fates")} f
    WHERE f.line = l.line AND f.fate NOT IN ('new', 'linked', 'anonymized')`);
}
