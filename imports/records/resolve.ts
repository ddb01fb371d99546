import { sql, type SQL } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import type { CreatedCodes } from "../report.ts";
import { mergeItems } from "./items.ts";
import { staged, type RecordKind } from "./kind.ts";
import { codesOf, resolvePlaces } from "./places.ts";

/**
 * Makes the part that admission takes: what is to be written of each new and linked record, codes
 * turned into ids, in the order of the digests. Its columns are those that patron.admit_* checks.
 */
export async function resolve(
  kind: RecordKind,
  merging: Merging,
  sourceId: number,
): Promise<CreatedCodes> {
  const { tx, staging } = merging;
  const records = staging.table(kind.records);
  const created = await resolvePlaces(kind, merging);
  if (kind.items) await mergeItems(merging, kind.items);
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${records} AS
    SELECT resolved.*, ${sql.raw(kind.ended)} AS ended_at, ${sql.raw(kind.finished)} AS finished
    FROM (
      SELECT s.digest, s.line, f.fate AS verdict, f.record_id, f.user_id, place.library_id, place.location_id,
        place.profile_id, s.${sql.raw(kind.note)} AS note, ${sql.raw(`${sourceId}::smallint`)} AS source_id,
        s.${sql.raw(kind.number)} AS source_number, ${sql.raw(kind.facts.map(staged).join(", "))}
      FROM ${staging.table("lines")} s JOIN ${staging.table("fates")} f ON f.line = s.line
      JOIN ${staging.table("places")} place ON place.codes = ${codesOf(kind)}
      ${found(kind, merging)}
      WHERE f.fate IN ('new', 'linked')) resolved
    ORDER BY digest`);
  await tx.execute(sql`CREATE INDEX ON ${records} (digest)`);
  await staging.analyze(tx, kind.records, ["note", "source_number"]);
  return created;
}

/** Where facts are found that a line only names. */
function found(kind: RecordKind, { staging }: Merging): SQL {
  if (kind.items) {
    const barcode = sql.raw(`s.${kind.items.column}`);
    return sql`LEFT JOIN ${staging.table("items")} item ON item.barcode = ${barcode}`;
  }
  return kind.loan ? sql`LEFT JOIN record.loans named ON named.id = f.named_loan` : sql``;
}
