import { sql, type SQL } from "drizzle-orm";
import {
  isUpdateField,
  updateFields,
  updateParts,
  type UpdateField,
  type UpdateParameter,
  type UpdatePart,
  type UpdateReason,
} from "#lib/update-fields.ts";
import type { FrozenUpdate } from "./frozen.ts";

/** What a decision is taken in. */
export interface Circumstances extends Pick<FrozenUpdate, "changes" | "groups" | "categories"> {
  /** Whether the user `u` has no such note yet: a run may not read notes, and asks a function. */
  lacksNote: SQL;
}

interface Column {
  /** As an UPDATE names it. */
  name: SQL;
  type: SQL;
}

const column = (name: string, type: string): Column => ({
  name: sql.raw(name),
  type: sql.raw(type),
});

export const columns: Record<UpdateField, Column> = {
  status: column("status", "patron.user_status"),
  expiryDate: column("expiry_date", "date"),
  purgeDate: column("purge_date", "date"),
  userGroup: column("user_group_id", "integer"),
  jobCategory: column("job_category", "text"),
  campus: column("campus", "text"),
  preferredLanguage: column("preferred_language", "text"),
  accountType: column("account_type", "patron.account_type"),
};

/** A field's value as the database keeps it. */
export function valueOf(now: Circumstances, field: UpdateField, value: string | null): SQL {
  const kept = field === "userGroup" && value !== null ? (now.groups[value] ?? null) : value;
  return sql`${kept}::${columns[field].type}`;
}

/** Fields and parts that the run is asked to change, in order. */
export const fieldsAsked = ({ changes }: Pick<Circumstances, "changes">): UpdateField[] =>
  updateFields.filter((field) => changes[field] !== undefined);
export const partsAsked = ({ changes }: Pick<Circumstances, "changes">): UpdatePart[] =>
  updateParts.filter((part) => changes[part] !== undefined);

/** SQL for whether there are such rows. */
type Exists = (rows: SQL) => SQL;

/** SQL for whether the user `u` would become another by this parameter; what is so already is no change. */
const isAsked = (now: Circumstances, parameter: UpdateParameter, exists: Exists): SQL =>
  isUpdateField(parameter) ? isFieldAsked(now, parameter) : isPartAsked(now, parameter, exists);

function isPartAsked(now: Circumstances, part: UpdatePart, exists: Exists): SQL {
  const { changes, categories, lacksNote } = now;
  const block = (code: string | undefined) =>
    sql`patron.user_blocks b WHERE b.user_id = u.id AND b.code = ${code ?? null}`;
  const category = (code: string | undefined) =>
    sql`patron.user_categories c WHERE c.user_id = u.id AND c.category_id = ${categories[code ?? ""] ?? null}`;
  switch (part) {
    case "addBlock":
      return sql`NOT ${exists(sql`${block(changes.addBlock?.code)} AND b.active`)}`;
    case "removeBlock":
      return exists(block(changes.removeBlock?.code));
    case "addNote":
      return lacksNote;
    case "removeNotes":
      return exists(sql`patron.user_notes n WHERE n.user_id = u.id
        AND n.type IS NOT DISTINCT FROM ${changes.removeNotes?.type ?? null}::text`);
    case "addCategory":
      return sql`NOT ${exists(category(changes.addCategory?.category))}`;
    case "removeCategory":
      return exists(category(changes.removeCategory?.category));
  }
}

function isFieldAsked(now: Circumstances, field: UpdateField): SQL {
  const change = now.changes[field];
  if (!change) return sql`false`;
  const { to, onlyIf } = change;
  const stands = sql`u.${columns[field].name}`;
  const becomesAnother = sql`${stands} IS DISTINCT FROM ${valueOf(now, field, to)}`;
  if (onlyIf === "always") return becomesAnother;
  if (onlyIf === "empty") return sql`(${stands} IS NULL AND ${becomesAnother})`;
  return sql`(${stands} IS NOT DISTINCT FROM ${valueOf(now, field, onlyIf.is)} AND ${becomesAnother})`;
}

/** SQL for why the user `u` is left alone; null for whom the parameters are asked of. */
function leavingReason({ changes }: Circumstances, exists: Exists): SQL<UpdateReason | null> {
  const takes = changes.removeNotes !== undefined || changes.removeBlock !== undefined;
  const held = sql`WHEN ${exists(sql`patron.held_users held WHERE held.user_id = u.id`)} THEN 'legalHold'`;
  return sql`CASE WHEN u.status = 'deleted' THEN 'deleted' ${takes ? held : sql``} END`;
}

/**
 * What becomes of each user whom `who`, a condition on `u`, is about: a row of the id, the reason that
 * leaves them alone, a flag by each parameter, whether anything `changes`, and whether a letter is
 * `written`, or would be if there was an address (`unaddressed`). Preview and run both use this one. Of
 * few users each is looked up by indexes: else all who have a category may be read for them.
 */
export function decisions(now: Circumstances, who: SQL, { few = false } = {}): SQL {
  // With OFFSET the planner cannot make a table of it, nor ask it twice.
  const fence = few ? sql` OFFSET 0` : sql``;
  const exists: Exists = (rows) => sql`EXISTS (SELECT FROM ${rows}${fence})`;
  const asked: UpdateParameter[] = [...fieldsAsked(now), ...partsAsked(now)];
  const flags = asked.map((one) => sql`, ${isAsked(now, one, exists)} AS ${sql.identifier(one)}`);
  const any = asked.length
    ? sql`(${sql.join(
        asked.map((one) => sql`asked.${sql.identifier(one)}`),
        sql` OR `,
      )})`
    : sql`false`;
  const { notify } = now.changes;
  const wanted = !notify
    ? sql`false`
    : notify.to === "everybody"
      ? sql`true`
      : sql`changed.changes`;
  // OFFSET 0: each is asked once, however often it is named above.
  return sql`(
    SELECT asked.*, changed.changes, letter.wanted AND letter.addressed AS written,
      letter.wanted AND NOT letter.addressed AS unaddressed
    FROM (SELECT u.id, ${leavingReason(now, exists)} AS reason${sql.join(flags)} FROM patron.users u WHERE ${who} OFFSET 0) AS asked,
      LATERAL (SELECT asked.reason IS NULL AND ${any} AS changes) AS changed,
      LATERAL (SELECT asked.reason IS NULL AND ${wanted} AS wanted, ${
        notify ? exists(sql`patron.user_emails e WHERE e.user_id = asked.id`) : sql`false`
      } AS addressed${fence}) AS letter)`;
}
