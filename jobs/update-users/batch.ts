import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  updateReasons,
  type UpdateParameter,
  type UpdatePart,
  type UpdateReason,
} from "#lib/update-fields.ts";
import type { BatchOutcome, Count, Range, Run } from "../engine/job.ts";
import {
  columns,
  decisions,
  fieldsAsked,
  partsAsked,
  valueOf,
  type Circumstances,
} from "./decision.ts";
import type { FrozenUpdate } from "./frozen.ts";

/** Users of one batch at most: each is a row of history, and of each index of users that moves. */
const mostUsers = 5_000;

/** What runs count under, besides `records` (users of whom anything came about) and `heldBack`. */
export const measures = {
  updated: "updated",
  /** By the parameter that did it. */
  changes: "changes",
  unchanged: "unchanged",
  letters: "letters",
  withoutEmail: "withoutEmail",
} as const;

/**
 * Updates at most `size` members of a range. First they are locked, then each is decided on and changed
 * in a statement of its own, with its line of history.
 */
export async function updateBatch(
  tx: Tx,
  run: Run<FrozenUpdate>,
  range: Range,
  size: number,
): Promise<BatchOutcome> {
  const limit = Math.min(size, mostUsers);
  const { rows: members } = await tx.execute<{ id: string }>(sql`
    SELECT user_id AS id FROM patron.run_members
    WHERE run_id = ${run.id} AND user_id > ${range.after} AND user_id <= ${range.upTo}
    ORDER BY user_id LIMIT ${limit}`);
  const last = members.at(-1);
  const reached = members.length < limit || !last ? range.upTo : Number(last.id);
  if (!last) return { reached, visited: 0, counts: [] };
  const users = array(members.map(({ id }) => id));
  await tx.execute(sql`SELECT count(*) FROM (
    SELECT FROM patron.users WHERE id = ANY(${users}) ORDER BY id FOR NO KEY UPDATE) AS locked`);
  const counts = await change(tx, run, users, members.length);
  return { reached, visited: members.length, counts };
}

const array = (ids: string[]): SQL => sql`${sql.param(ids)}::bigint[]`;

interface Changed extends Record<string, unknown> {
  there: number;
  deleted: number;
  held: number;
  unchanged: number;
  updated: number;
  touched: number;
  unaddressed: number;
  /** Users by parameter. */
  changes: Partial<Record<UpdateParameter, number>>;
  noted: string[] | null;
  blocked: string[] | null;
  told: string[] | null;
}

async function change(
  tx: Tx,
  run: Run<FrozenUpdate>,
  users: SQL,
  members: number,
): Promise<Count[]> {
  const now = circumstancesOf(run, users);
  const { rows } = await tx.execute<Changed>(statement(now, run.id, users));
  const [changed] = rows;
  if (!changed) throw new Error("what was changed has no row");
  const { noted, blocked, told } = changed;
  if (noted || blocked) {
    await tx.execute(
      sql`SELECT patron.add_update_parts(${run.id}, ${array(noted ?? [])}, ${array(blocked ?? [])})`,
    );
  }
  // Last: letters are counted by month, and whoever counts there waits for the commit of the one before.
  const letters = told ? await writeLetters(tx, run.id, array(told)) : 0;
  const gone = members - changed.there + changed.deleted;
  return [
    { measure: "records", label: "", count: changed.touched },
    { measure: measures.updated, label: "", count: changed.updated },
    ...Object.entries(changed.changes).map(([label, count]) => ({
      measure: measures.changes,
      label,
      count,
    })),
    { measure: measures.unchanged, label: "", count: changed.unchanged },
    heldBack("deleted", gone),
    heldBack("legalHold", changed.held),
    { measure: measures.letters, label: "", count: letters },
    { measure: measures.withoutEmail, label: "", count: changed.unaddressed },
  ];
}

const heldBack = (reason: UpdateReason, count: number): Count => ({
  measure: "heldBack",
  label: updateReasons[reason],
  count,
});

/** The circumstances of a run for the users given as SQL for an array. */
export const circumstancesOf = ({ id, frozen }: Run<FrozenUpdate>, users: SQL): Circumstances => ({
  ...frozen,
  lacksNote: frozen.changes.addNote
    ? sql`u.id IN (SELECT patron.lacking_note(${id}, ${users}))`
    : sql`false`,
});

async function writeLetters(tx: Tx, runId: number, users: SQL): Promise<number> {
  const { rows } = await tx.execute<{ written: string }>(
    sql`SELECT patron.write_update_letters(${runId}, ${users}) AS written`,
  );
  return Number(rows[0]?.written ?? 0);
}

/** How the history calls what a part changes. */
const historyFields: Partial<Record<UpdateParameter, string>> = {
  addBlock: "block",
  removeBlock: "block",
  addNote: "note",
  removeNotes: "note",
  addCategory: "statisticalCategory",
  removeCategory: "statisticalCategory",
};

/** Everything but texts, which a function writes: the decision, the changes and the history, in one statement. */
function statement(now: Circumstances, runId: number, users: SQL): SQL {
  const fields = fieldsAsked(now);
  const parts = partsAsked(now);
  const asked: UpdateParameter[] = [...fields, ...parts];
  const going = (one: UpdateParameter) => sql`d.reason IS NULL AND d.${sql.identifier(one)}`;
  const count = (which: SQL) => sql`count(*) FILTER (WHERE ${which})::int`;
  const ids = (which: SQL) => sql`array_agg(d.id ORDER BY d.id) FILTER (WHERE ${which})`;
  const idsOf = (one: "addNote" | "addBlock") =>
    parts.includes(one) ? ids(going(one)) : sql`NULL`;
  const changes = asked.map((one) => sql`${sql.raw(`'${one}'`)}, ${count(going(one))}`);
  return sql`
    WITH decided AS MATERIALIZED (SELECT * FROM ${decisions(now, sql`u.id = ANY(${users})`, { few: true })} AS d)
    ${fields.length > 0 ? setFields(now) : sql``}
    ${sql.join(parts.flatMap((part) => partChange(now, part) ?? []))}
    , told AS (
      INSERT INTO patron.user_history (user_id, actor, action, fields)
      SELECT d.id, ${`run ${runId}`}::text, 'update', ${historyOf(asked)} FROM decided d
      WHERE d.changes OR d.written ORDER BY d.id RETURNING 1)
    SELECT count(*)::int AS there, ${count(sql`d.reason = 'deleted'`)} AS deleted,
      ${count(sql`d.reason = 'legalHold'`)} AS held, ${count(sql`d.reason IS NULL AND NOT d.changes AND NOT d.written`)} AS unchanged,
      ${count(sql`d.changes`)} AS updated, (SELECT count(*)::int FROM told) AS touched,
      ${count(sql`d.unaddressed`)} AS unaddressed, jsonb_build_object(${sql.join(changes, sql`, `)}) AS changes,
      ${idsOf("addNote")} AS noted, ${idsOf("addBlock")} AS blocked, ${ids(sql`d.written`)} AS told
    FROM decided d`;
}

function setFields(now: Circumstances): SQL {
  const fields = fieldsAsked(now);
  const settings = fields.map((field) => {
    const { name } = columns[field];
    const to = valueOf(now, field, now.changes[field]?.to ?? null);
    return sql`${name} = CASE WHEN d.${sql.identifier(field)} THEN ${to} ELSE u.${name} END`;
  });
  return sql`, set_fields AS (
    UPDATE patron.users u SET ${sql.join(settings, sql`, `)} FROM decided d
    WHERE u.id = d.id AND d.reason IS NULL AND (${anyOf(fields)}))`;
}

/** What a part takes from accounts, or gives them; null where a text is given, which a function does. */
function partChange({ changes, categories }: Circumstances, part: UpdatePart): SQL | null {
  const flag = sql`d.reason IS NULL AND d.${sql.identifier(part)}`;
  const name = sql.identifier(part);
  const category = (code: string | undefined) => sql`${categories[code ?? ""] ?? null}::integer`;
  switch (part) {
    case "removeBlock":
      return sql`, ${name} AS (DELETE FROM patron.user_blocks b USING decided d
        WHERE b.user_id = d.id AND ${flag} AND b.code = ${changes.removeBlock?.code ?? null})`;
    case "removeNotes":
      return sql`, ${name} AS (DELETE FROM patron.user_notes n USING decided d
        WHERE n.user_id = d.id AND ${flag} AND n.type IS NOT DISTINCT FROM ${changes.removeNotes?.type ?? null}::text)
        , kept_away AS (INSERT INTO patron.removed_user_notes (user_id, type, removed_at)
          SELECT d.id, ${changes.removeNotes?.type ?? ""}::text, now() FROM decided d WHERE ${flag} ORDER BY d.id
          ON CONFLICT (user_id, type) DO UPDATE SET removed_at = excluded.removed_at)`;
    case "addCategory":
      // Nobody else gives one meanwhile, since whoever does locks the user first.
      return sql`, ${name} AS (INSERT INTO patron.user_categories (user_id, category_id)
        SELECT d.id, ${category(changes.addCategory?.category)} FROM decided d WHERE ${flag} ORDER BY d.id)`;
    case "removeCategory":
      return sql`, ${name} AS (DELETE FROM patron.user_categories c USING decided d
        WHERE c.user_id = d.id AND ${flag} AND c.category_id = ${category(changes.removeCategory?.category)})`;
    case "addBlock":
    case "addNote":
      return null;
  }
}

/** SQL for the fields that the account's history names: each once, never what stood in them. */
function historyOf(asked: UpdateParameter[]): SQL {
  const fieldOf = (one: UpdateParameter): string => historyFields[one] ?? one;
  const entries = [...new Set(asked.map(fieldOf))].map((field) => {
    const ones = asked.filter((one) => fieldOf(one) === field);
    return sql`CASE WHEN ${anyOf(ones)} THEN ${sql.raw(`'${field}'`)} END`;
  });
  const all = [...entries, sql`CASE WHEN d.written THEN 'notification' END`];
  return sql`array_remove(ARRAY[${sql.join(all, sql`, `)}]::text[], NULL)`;
}

const anyOf = (asked: UpdateParameter[]): SQL =>
  sql.join(
    asked.map((one) => sql`d.${sql.identifier(one)}`),
    sql` OR `,
  );
