import { formatCount } from "#lib/format.ts";

type Cell = string | number;

/** Columns under their heads; numbers to the right. */
export function table(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = (cell: Cell) => (typeof cell === "number" ? formatCount(cell) : cell);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => text(row[column] ?? "").length)),
  );
  const line = (cells: readonly Cell[], toRight: (column: number) => boolean) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return toRight(column) ? text(cell).padStart(width) : text(cell).padEnd(width);
      })
      .join("  ")
      .trimEnd();
  const isNumeric = (column: number) =>
    rows.length > 0 && rows.every((row) => typeof row[column] === "number");
  return [line(heads, isNumeric), ...rows.map((row) => line(row, isNumeric))].join("\n");
}
