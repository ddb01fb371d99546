import { sql } from "drizzle-orm";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { isHeld, keptOnHold } from "../held.ts";
import { count, type Merging } from "../merging.ts";
import type { RecordKind } from "./kind.ts";

/** Lines that a warning names; the rest is a number. */
const NAMED_LINES = 5;

/** What was taken, and still deserves a look. */
export async function warningsOf(kind: RecordKind, merging: Merging): Promise<string[]> {
  return [
    ...(await endless(kind, merging)),
    ...(await withoutPatron(kind, merging)),
    ...(await notesOfNobody(kind, merging)),
    ...(await keptNotes(kind, merging)),
  ];
}

async function endless({ endless: called }: RecordKind, { tx, staging }: Merging) {
  if (!called) return [];
  const [one, many, end] = called;
  const { rows } = await tx.execute<{ records: number; lines: number[] }>(sql`
    SELECT count(*)::int AS records, (array_agg(line ORDER BY line))[1:${sql.raw(`${NAMED_LINES}`)}] AS lines
    FROM ${staging.table("fates")} WHERE endless AND fate IN ('new', 'linked')`);
  const { records, lines } = rows[0] ?? { records: 0, lines: [] };
  if (records === 0) return [];
  const which = `${records > 1 ? "lines" : "line"} ${lines.join(", ")}${records > lines.length ? ", …" : ""}`;
  const [has, them] = records > 1 ? ["have", "them"] : ["has", "it"];
  return [
    `${formatCountOf(records, one, many)} ${has} no ${end} (${which}); every rule holds ${them} back.`,
  ];
}

async function withoutPatron({ one }: RecordKind, { tx, staging }: Merging) {
  const linked = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("fates")} WHERE fate = 'linked' AND user_id IS NULL`,
  );
  if (linked === 0) return [];
  return [
    `${formatCountOf(linked, `linked ${one} has`, `linked ${one}s have`)} no primary ID in the file; an import cuts no link.`,
  ];
}

/** A note may name somebody, and only what names somebody is ever cut. */
async function notesOfNobody({ one, records }: RecordKind, { tx, staging }: Merging) {
  const notes = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table(records)}
      WHERE verdict = 'new' AND user_id IS NULL AND note IS NOT NULL`,
  );
  if (notes === 0) return [];
  return [
    notes === 1
      ? `1 note of a ${one} without a patron was not stored.`
      : `${formatCount(notes)} notes of ${one}s without a patron were not stored.`,
  ];
}

async function keptNotes({ one, ...kind }: RecordKind, { tx, staging, has }: Merging) {
  if (!has(kind.note)) return [];
  const [key, links, notes] = [kind.key, kind.links, kind.notes].map((name) => sql.raw(name));
  const kept = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table(kind.records)} s JOIN patron.${links} l ON l.${key} = s.record_id
      JOIN patron.${notes} n ON n.${key} = s.record_id
      WHERE s.verdict = 'linked' AND s.note IS NULL AND n.text IS NOT NULL AND ${sql.raw(isHeld("l.user_id"))}`,
  );
  return keptOnHold(kept, `${one} of a user`, `${one}s of users`);
}
