import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import type { Items } from "./kind.ts";

/**
 * Writes the items of the records that are taken, by barcode, and makes the part `items`, which gives
 * each its id and whether it changed. Of several lines on one item, the last that says something counts.
 */
export async function mergeItems(
  { tx, staging, has }: Merging,
  { column, described, rewrites }: Items,
): Promise<void> {
  const [named, items] = [staging.table("named_items"), staging.table("items")];
  const barcode = sql.raw(`s.${column}`);
  const columns = described.filter((name) => has(name));
  const list = (form: (name: string) => string) =>
    sql.raw(columns.map((name) => `, ${form(name)}`).join(""));
  const last = (name: string) =>
    `(array_agg(${name} ORDER BY s.${column}, s.line DESC) FILTER (WHERE ${name} IS NOT NULL))[1] AS ${name}`;

  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${named} AS
    SELECT ${barcode} AS barcode${list(last)}
    FROM ${staging.table("lines")} s JOIN ${staging.table("fates")} f ON f.line = s.line
    WHERE f.fate IN ('new', 'linked') AND ${barcode} IS NOT NULL GROUP BY ${barcode}`);
  await tx.execute(sql`ANALYZE ${named}`);
  const differs =
    rewrites && columns.length
      ? sql.raw(
          `ROW(${columns.map((c) => `i.${c}`).join()}) IS DISTINCT FROM ROW(${columns.map((c) => `n.${c}`).join()})`,
        )
      : sql`false`;
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${items} AS
    SELECT i.id, i.barcode, ${differs} AS changed FROM ${named} n JOIN record.items i ON i.barcode = n.barcode`);
  if (rewrites && columns.length) {
    await tx.execute(sql`
      UPDATE record.items i SET ${sql.raw(columns.map((c) => `${c} = n.${c}`).join())}
      FROM ${items} m JOIN ${named} n ON n.barcode = m.barcode WHERE m.changed AND i.id = m.id`);
  }
  await tx.execute(sql`
    WITH made AS (
      INSERT INTO record.items (barcode${list((name) => name)})
      SELECT n.barcode${list((name) => `n.${name}`)} FROM ${named} n
      WHERE NOT EXISTS (SELECT FROM ${items} m WHERE m.barcode = n.barcode)
      ORDER BY n.barcode RETURNING id, barcode)
    INSERT INTO ${items} SELECT id, barcode, false FROM made`);
  await tx.execute(sql`ANALYZE ${items}`);
}
