import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import { isAlma } from "./said.ts";

/** As JSON has them; null is what the file does not say. */
const columns =
  "kind text, type text, types text[], value text, preferred boolean, active boolean, expires timestamptz, user_viewable boolean, popup boolean, created timestamptz, note text";

/** Makes the part `parts`: each e-mail, note and so on of the lines that are taken, by their record. */
export async function stageParts(merging: Merging): Promise<void> {
  const { tx, staging } = merging;
  const [lines, parts] = [staging.table("lines"), staging.table("parts")];
  const taken = sql.raw("l.reason IS NULL AND NOT l.repeated");
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${parts} AS
    SELECT l.record, p.* FROM ${lines} l, json_to_recordset(l.parts) AS p(${sql.raw(columns)})
    WHERE ${taken} AND l.parts IS NOT NULL`);
  if (!isAlma(merging)) {
    await tx.execute(sql`
      INSERT INTO ${parts} (record, kind, type, value)
      SELECT l.record, p.kind, p.type, p.value FROM ${lines} l, LATERAL (
        VALUES ('identifier', 'BARCODE', l.barcode), ('email', NULL, l.email), ('phone', NULL, l.phone),
          ('address', NULL, l.address), ('note', NULL, l.note), ('block', NULL, l.block)
        UNION ALL SELECT 'role', NULL, unnest(string_to_array(l.roles, ';'))
      ) AS p(kind, type, value) WHERE ${taken} AND p.value IS NOT NULL`);
  }
  await staging.analyze(tx, "parts", ["value", "note"]);
}
