import { sql } from "drizzle-orm";
import { formatCountOf } from "#lib/format.ts";
import { count, type Merging } from "../merging.ts";
import type { RecordKind } from "./kind.ts";

/** Lines that a warning names; the rest is a number. */
const NAMED_LINES = 5;

/** What was taken, and still deserves a look. */
export async function warningsOf(kind: RecordKind, merging: Merging): Promise<string[]> {
  return [...(await endless(kind, merging)), ...(await withoutPatron(kind, merging))];
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
