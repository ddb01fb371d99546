import { sql, type SQL } from "drizzle-orm";
import type { Merging } from "../merging.ts";

const described = ["title", "author", "call_number"] as const;

/**
 * Writes the items of the loans that are taken, by barcode, and returns the part that gives each its
 * id and whether it changed. Of several lines on one item, the last that says something counts.
 */
export async function mergeItems({ tx, staging, has }: Merging): Promise<SQL> {
  const [named, items] = [staging.table("named_items"), staging.table("items")];
  const columns = described.filter((column) => has(column));
  const list = (form: (column: string) => string) =>
    sql.raw(columns.map((column) => `, ${form(column)}`).join(""));
  const last = (column: string) =>
    `(array_agg(${column} ORDER BY r.item_barcode, r.line DESC) FILTER (WHERE ${column} IS NOT NULL))[1] AS ${column}`;

  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${named} AS
    SELECT r.item_barcode AS barcode${list(last)}
    FROM ${staging.table("lines")} r JOIN ${staging.table("fates")} f ON f.line = r.line
    WHERE f.fate IN ('new', 'linked') GROUP BY r.item_barcode`);
  await tx.execute(sql`ANALYZE ${named}`);
  const differs = columns.length
    ? sql.raw(
        `ROW(${columns.map((c) => `i.${c}`).join()}) IS DISTINCT FROM ROW(${columns.map((c) => `n.${c}`).join()})`,
      )
    : sql`false`;
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${items} AS
    SELECT i.id, i.barcode, ${differs} AS changed FROM ${named} n JOIN record.items i ON i.barcode = n.barcode`);
  if (columns.length) {
    await tx.execute(sql`
      UPDATE record.items i SET ${sql.raw(columns.map((c) => `${c} = n.${c}`).join())}
      FROM ${items} m JOIN ${named} n ON n.barcode = m.barcode WHERE m.changed AND i.id = m.id`);
  }
  await tx.execute(sql`
    WITH made AS (
      INSERT INTO record.items (barcode${list((column) => column)})
      SELECT n.barcode${list((column) => `n.${column}`)} FROM ${named} n
      WHERE NOT EXISTS (SELECT FROM ${items} m WHERE m.barcode = n.barcode)
      ORDER BY n.barcode RETURNING id, barcode)
    INSERT INTO ${items} SELECT id, barcode, false FROM made`);
  await tx.execute(sql`ANALYZE ${items}`);
  return items;
}
