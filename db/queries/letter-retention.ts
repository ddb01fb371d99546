import { asc, sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { Tx } from "../client.ts";
import { letterTypes } from "../schema/index.ts";

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
  await tx.execute(sql`
    UPDATE console.letter_types SET retention_days = given.days, version = version + 1,
      needs_attention = false, updated_by = ${actor}, updated_at = now()
    FROM unnest(${sql.param(given.map(([code]) => code))}::text[], ${sql.param(given.map(([, days]) => days))}::integer[]) AS given (code, days)
    WHERE letter_types.code = given.code`);
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
  await tx.execute(sql`
    UPDATE console.letter_types SET enabled = NOT enabled, version = version + 1,
      needs_attention = false, updated_by = ${actor}, updated_at = now()
    WHERE code = ANY(${sql.param(given.map(([code]) => code))}::text[])`);
  return {
    action: "letters.enabled",
    subject: "letter types",
    before: Object.fromEntries(given.map(([code]) => [code, before[code] ?? null])),
    after: Object.fromEntries(given),
  };
}
