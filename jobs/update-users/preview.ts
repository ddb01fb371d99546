import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { memberIds, membersOf } from "#db/queries/set-members.ts";
import { holdSet } from "#db/queries/sets.ts";
import {
  updateReasons,
  type UpdateField,
  type UpdateParameter,
  type UpdateReason,
} from "#lib/update-fields.ts";
import { hashOfSettings } from "../engine/proposal-hash.ts";
import { cutOffDay } from "../engine/start.ts";
import { maskedPatron } from "../masked-patron.ts";
import { setUser } from "../run-members.ts";
import { columns, decisions, fieldsAsked, partsAsked, type Circumstances } from "./decision.ts";
import { frozenUnwritten, parseOptions, resolveCodes } from "./frozen.ts";

export interface UpdatePreview {
  /** Users of whom anything would come about; the number to confirm a run with. */
  confirm: number;
  /** Of what it was counted with, the set as it is among it: a run that is asked for with it is told the same. */
  settingsHash: string;
  cutOff: string;
  users: {
    members: number;
    updated: number;
    unchanged: number;
    heldBack: { reason: string; users: number }[];
  };
  letters: { queued: number; withoutEmail: number };
  /** By what is asked for, in the order of the wizard. */
  changes: ParameterPreview[];
  /** A few of those who would change. */
  sample: SampledUser[];
}

export interface ParameterPreview {
  parameter: UpdateParameter;
  users: number;
  /** Of a field: what stands there now, most first; null for empty. */
  from: { value: string | null; users: number }[];
  /** Users whose values are not listed. */
  others: number;
  to: string | null;
}

export interface SampledUser {
  id: number;
  /** Masked, as "A••• 4••1". */
  patron: string;
  changes: { parameter: UpdateParameter; from: string | null }[];
}

interface Options {
  options?: unknown;
  asOf?: string | undefined;
  staffId?: string | null;
  apiKeyId?: number | null;
}

const valuesListed = 10;
const sampled = 5;

interface Found extends Record<string, unknown> {
  totals: Record<
    "members" | "updated" | "touched" | "unchanged" | "written" | "unaddressed",
    number
  >;
  reasons: { reason: UpdateReason; users: number }[] | null;
  changes: Partial<Record<UpdateParameter, number>>;
  froms: { field: UpdateField; value: string | null; users: number }[] | null;
  sample:
    | {
        id: number;
        patron: string;
        flags: Partial<Record<UpdateParameter, boolean>>;
        was: Partial<Record<UpdateField, string | null>>;
      }[]
    | null;
}

/** What a run started now would do, by the same decision that the run takes. Changes nothing. As lethe_web, which may ask who is in a set. */
export async function previewUpdate(tx: Tx, asked: Options): Promise<UpdatePreview> {
  const { cutOff } = await cutOffDay(tx, asked.asOf);
  const { set: id, changes } = parseOptions(asked.options);
  const user = setUser({ staffId: asked.staffId ?? null, apiKeyId: asked.apiKeyId ?? null });
  const set = await holdSet(tx, user, id);
  const codes = await resolveCodes(tx, changes);
  const { membersVersion } = set;
  const settings = frozenUnwritten({ set: id, membersVersion }, changes, codes);
  const now: Circumstances = {
    changes,
    ...codes,
    lacksNote: sql`NOT EXISTS (SELECT FROM patron.user_notes n WHERE n.user_id = u.id
      AND n.text = ${changes.addNote?.text ?? null}::text AND n.type IS NOT DISTINCT FROM ${changes.addNote?.type ?? null}::text)`,
  };
  const members = memberIds(await membersOf(tx, set));
  const { rows } = await tx.execute<Found>(counting(now, members));
  const [found] = rows;
  if (!found) throw new Error("a count has no row");
  const { totals, reasons } = found;
  return {
    confirm: totals.touched,
    settingsHash: hashOfSettings("update-users", settings),
    cutOff,
    users: {
      members: totals.members,
      updated: totals.updated,
      unchanged: totals.unchanged,
      heldBack: (reasons ?? []).map(({ reason, users }) => ({
        reason: updateReasons[reason],
        users,
      })),
    },
    letters: { queued: totals.written, withoutEmail: totals.unaddressed },
    changes: parameters(now, found),
    sample: samplesOf(now, found),
  };
}

/** All of it in one look, so that everybody is asked once. */
function counting(now: Circumstances, members: SQL): SQL {
  const asked = [...fieldsAsked(now), ...partsAsked(now)];
  const name = (one: string) => sql.raw(`'${one}'`);
  const count = (which: SQL) => sql`count(*) FILTER (WHERE ${which})`;
  const counts = asked.map(
    (one) => sql`${name(one)}, ${count(sql`reason IS NULL AND ${sql.identifier(one)}`)}`,
  );
  const froms = fieldsAsked(now).map(
    (
      field,
    ) => sql`(SELECT ${name(field)} AS field, ${standing(field)} AS value, count(*)::int AS users
      FROM decided d JOIN patron.users u USING (id) WHERE d.reason IS NULL AND d.${sql.identifier(field)}
      GROUP BY 2 ORDER BY 3 DESC, 2 LIMIT ${valuesListed})`,
  );
  const flags = asked.map((one) => sql`${name(one)}, d.${sql.identifier(one)}`);
  const was = fieldsAsked(now).map((field) => sql`${name(field)}, ${standing(field)}`);
  return sql`
    WITH decided AS MATERIALIZED (SELECT * FROM ${decisions(now, sql`u.id IN (${members})`)} AS d),
    sample AS (SELECT * FROM decided WHERE changes OR written ORDER BY changes DESC, id LIMIT ${sampled})
    SELECT
      (SELECT jsonb_build_object('members', count(*), 'updated', ${count(sql`changes`)}, 'touched', ${count(sql`changes OR written`)},
        'unchanged', ${count(sql`reason IS NULL AND NOT changes AND NOT written`)}, 'written', ${count(sql`written`)},
        'unaddressed', ${count(sql`unaddressed`)}) FROM decided) AS totals,
      (SELECT jsonb_agg(r) FROM (SELECT reason, count(*)::int AS users FROM decided WHERE reason IS NOT NULL GROUP BY 1 ORDER BY 1) r) AS reasons,
      ${counts.length ? sql`(SELECT jsonb_build_object(${sql.join(counts, sql`, `)}) FROM decided)` : sql`'{}'::jsonb`} AS changes,
      ${froms.length ? sql`(SELECT jsonb_agg(f) FROM (${sql.join(froms, sql` UNION ALL `)}) f)` : sql`NULL`} AS froms,
      (SELECT jsonb_agg(jsonb_build_object('id', d.id, 'patron', ${maskedPatron}, 'flags', jsonb_build_object(${sql.join(flags, sql`, `)}),
        'was', jsonb_build_object(${sql.join(was, sql`, `)})) ORDER BY d.id) FROM sample d JOIN patron.users u USING (id)) AS sample`;
}

/** What stands in a field of `u`, as people read it. */
const standing = (field: UpdateField): SQL =>
  field === "userGroup"
    ? sql`(SELECT g.code FROM record.user_groups g WHERE g.id = u.user_group_id)`
    : sql`u.${columns[field].name}::text`;

function parameters(now: Circumstances, { changes, froms }: Found): ParameterPreview[] {
  const fields = fieldsAsked(now).map((field) => {
    const from = (froms ?? []).filter((one) => one.field === field);
    const users = changes[field] ?? 0;
    return {
      parameter: field,
      users,
      from: from.map(({ value, users }) => ({ value, users })),
      others: users - from.reduce((sum, one) => sum + one.users, 0),
      to: now.changes[field]?.to ?? null,
    };
  });
  const parts = partsAsked(now).map((part) => ({
    parameter: part,
    users: changes[part] ?? 0,
    from: [],
    others: 0,
    to: null,
  }));
  return [...fields, ...parts];
}

const samplesOf = (now: Circumstances, { sample }: Found): SampledUser[] =>
  (sample ?? []).map(({ id, patron, flags, was }) => ({
    id,
    patron,
    changes: [
      ...fieldsAsked(now).flatMap((parameter) =>
        flags[parameter] ? [{ parameter, from: was[parameter] ?? null }] : [],
      ),
      ...partsAsked(now).flatMap((parameter) =>
        flags[parameter] ? [{ parameter, from: null }] : [],
      ),
    ],
  }));
