"use client";

import clsx from "clsx";
import { csvTextOf } from "#lib/csv-text.ts";
import { Button } from "./button.tsx";
import { useHydrated } from "./hydrated.ts";

/** Hands out the table above it as it stands on the screen. */
export function CsvButton({ caption }: { caption: string }) {
  const isHydrated = useHydrated();
  return (
    <Button
      variant="quiet"
      // Its place is there from the beginning.
      className={clsx("-ml-3.25 text-xs", !isHydrated && "invisible")}
      aria-label={`Download CSV: ${caption}`}
      onClick={({ currentTarget }) => {
        const table = currentTarget.closest("[data-with-csv]")?.querySelector("table");
        if (table) handOut(`${caption.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.csv`, table);
      }}
    >
      Download CSV
    </Button>
  );
}

function handOut(fileName: string, table: HTMLTableElement): void {
  const address = URL.createObjectURL(
    new Blob([csvTextOf([...table.rows].flatMap(cellsOf))], { type: "text/csv;charset=utf-8" }),
  );
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}

/** Not the row that says that there is none. Counts are told without separators. */
const cellsOf = ({ cells }: HTMLTableRowElement): string[][] =>
  [...cells].some(({ colSpan }) => colSpan > 1)
    ? []
    : [[...cells].map(({ textContent }) => plain(textContent.trim()))];

const plain = (text: string) => (/^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text);
