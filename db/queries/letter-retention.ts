import { asc, not, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Tx } from "../client.ts";
import { letterTypes } from "../schema/index.ts";
import { stamps } from "./letter-types.ts";

/** Days by code of the letter type; null keeps letters until their user is purged. */
export type Retention = Record<string, number | null>;

export async function readRetention(tx: Tx): Promise<Retention> {
  const { code, retentionDays } = letterTypes;
  const rows = await tx.select({ code, retentionDays }).from(letterTypes).orderBy(asc(code));
  return Object.fromEntries(rows.map((row) => [row.code, row.retentionDays]));
}

/** Of the types that are named; the others keep their periods. */
export async function saveRetention(
  tx: Tx,
  retention: Retention,
  actor = "operator",
): Promise<Change> {
  const before = await readRetention(tx);
  const given = Object.entries(retention).filter(([code, days]) => before[code] !== days);
  const [codes, days] = [given.map(([code]) => code), given.map(([, kept]) => kept)];
  await tx
    .update(letterTypes)
    .set({ retentionDays: sql`given.days`, ...stamps(actor) })
    .from(
      sql`unnest(${sql.param(codes)}::text[], ${sql.param(days)}::integer[]) AS given (code, days)`,
    )
    .where(sql`${letterTypes.code} = given.code`);
  return {
    action: "letters.retention",
    subject: "retention periods",
    before: Object.fromEntries(given.map(([code]) => [code, before[code] ?? null])),
    after: Object.fromEntries(given),
  };
}

/** By code of the letter type: whether the library uses the letter. */
export async function readEnabled(tx: Tx): Promise<Record<string, boolean>> {
  const { code, enabled } = letterTypes;
  const rows = await tx.select({ code, enabled }).from(letterTypes).orderBy(asc(code));
  return Object.fromEntries(rows.map((row) => [row.code, row.enabled]));
}

/** Of the types that are named; the others stay as they are. */
export async function saveEnabled(
  tx: Tx,
  enabled: Record<string, boolean>,
  actor = "operator",
): Promise<Change> {
  const before = await readEnabled(tx);
  const given = Object.entries(enabled).filter(([code, is]) => before[code] !== is);
  const codes = given.map(([code]) => code);
  await tx
    .update(letterTypes)
    .set({ enabled: not(letterTypes.enabled), ...stamps(actor) })
    .where(sql`${letterTypes.code} = ANY(${sql.param(codes)}::text[])`);
  return {
    action: "letters.enabled",
    subject: "letter types",
    before: Object.fromEntries(given.map(([code]) => [code, before[code] ?? null])),
    after: Object.fromEntries(given),
  };
}
