import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal, Stale } from "#lib/refusal.ts";
import { retentionText } from "#lib/retention.ts";
import type { LetterChannel } from "#lib/retention.ts";
import type { Tx } from "../client.ts";
import { letterTypes } from "../schema/index.ts";

export interface LetterType {
  code: string;
  name: string;
  description: string;
  channel: LetterChannel;
  patronFacing: boolean;
  enabled: boolean;
  retentionDays: number | null;
  version: number;
  /** An import met its code, and nobody has looked at it yet. */
  needsAttention: boolean;
  /** A person's name, or which other way it was changed; null when nobody has. */
  updatedBy: string | null;
  /** YYYY-MM-DD in the institution's zone. */
  updatedOn: string | null;
}

export interface LetterTypeFilter {
  /** Words that stand in the name, the code or the description, in any case. */
  search?: string;
  patronFacing?: boolean;
  needsAttention?: boolean;
}

export async function listLetterTypes(
  tx: Tx,
  filter: LetterTypeFilter = {},
): Promise<LetterType[]> {
  const { rows } = await tx.execute<LetterType & Record<string, unknown>>(sql`
    SELECT t.code, t.name, t.description, t.channel, t.patron_facing AS "patronFacing", t.enabled,
      t.retention_days AS "retentionDays", t.version, t.needs_attention AS "needsAttention",
      coalesce(person.name, CASE t.updated_by WHEN 'operator' THEN 'Command line' ELSE t.updated_by END) AS "updatedBy",
      (t.updated_at AT TIME ZONE institution.time_zone)::date::text AS "updatedOn"
    FROM console.letter_types t LEFT JOIN console.staff person ON person.id = t.updated_by, console.institution
    WHERE ${sql.join(wanted(filter), sql` AND `)} ORDER BY lower(t.name), t.code`);
  return rows;
}

/** How many came with an import, and nobody has looked at yet. */
export async function countTypesToLookAt(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ types: number }>(
    sql`SELECT count(*)::int AS types FROM console.letter_types WHERE needs_attention`,
  );
  return rows[0]?.types ?? 0;
}

function wanted({ search, patronFacing, needsAttention }: LetterTypeFilter): SQL[] {
  const conditions = [sql`true`];
  for (const word of search?.trim().toLowerCase().split(/\s+/) ?? []) {
    conditions.push(
      sql`strpos(lower(t.name || ' ' || t.code || ' ' || t.description), ${word}) > 0`,
    );
  }
  if (patronFacing !== undefined) conditions.push(sql`t.patron_facing = ${patronFacing}`);
  if (needsAttention !== undefined) conditions.push(sql`t.needs_attention = ${needsAttention}`);
  return conditions;
}

/** A type as it was read: its version lets the second of two savers be told. */
export interface LetterTypeKey {
  code: string;
  version: number;
}

/** Its retention period, or whether it is enabled; what is left out stays. */
export async function saveLetterType(
  tx: Tx,
  key: LetterTypeKey,
  input: { retentionDays?: number | null; enabled?: boolean },
  actor: string,
): Promise<{ change: Change; name: string }> {
  const ofCode = eq(letterTypes.code, key.code);
  const [stands] = await tx.select().from(letterTypes).where(ofCode).for("update");
  if (!stands) throw new Refusal(`There is no letter type ${key.code}.`);
  if (stands.version !== key.version) throw new Stale(`${stands.name} was`);
  const before = { retentionDays: stands.retentionDays, enabled: stands.enabled };
  const after = { ...before, ...input };
  await tx
    .update(letterTypes)
    .set({ ...after, ...stamps(actor) })
    .where(ofCode);
  const subject = `letter type ${key.code}`;
  return { change: { action: "letters.change", subject, before, after }, name: stands.name };
}

/** One period for several types: all of them, or none. */
export async function savePeriods(
  tx: Tx,
  keys: LetterTypeKey[],
  retentionDays: number | null,
  actor: string,
): Promise<{ change: Change; message: string }> {
  const wantedCodes = sql`${letterTypes.code} = ANY(${sql.param(keys.map(({ code }) => code))}::text[])`;
  const stand = await tx
    .select()
    .from(letterTypes)
    .where(wantedCodes)
    .orderBy(asc(letterTypes.code))
    .for("update");
  for (const { code, version } of keys) {
    const one = stand.find((type) => type.code === code);
    if (!one) throw new Refusal(`There is no letter type ${code}. Nothing was saved.`);
    if (one.version !== version) throw new Stale(`${one.name} was`);
  }
  await tx
    .update(letterTypes)
    .set({ retentionDays, ...stamps(actor) })
    .where(and(wantedCodes));
  return {
    change: {
      action: "letters.retention",
      subject: "retention periods",
      before: Object.fromEntries(stand.map((type) => [type.code, type.retentionDays])),
      after: Object.fromEntries(stand.map((type) => [type.code, retentionDays])),
    },
    message: `Saved: ${stand.length === 1 ? "1 letter type keeps" : `${stand.length} letter types keep`} letters ${retentionDays === null ? "" : "for "}${retentionText(retentionDays)}.`,
  };
}

/** Who changed it last. A person has looked at it now. */
export const stamps = (actor: string) => ({
  version: sql`${letterTypes.version} + 1`,
  needsAttention: false,
  updatedBy: actor,
  updatedAt: sql`now()`,
});
