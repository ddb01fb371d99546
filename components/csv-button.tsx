"use client";

import clsx from "clsx";
import { csvTextOf } from "#lib/csv-text.ts";
import { Button } from "./button.tsx";
import { handOut } from "./hand-out.ts";
import { useHydrated } from "./hydrated.ts";

interface Props {
  caption: string;
  /** Of a table that has more. */
  isPage: boolean;
}

/** Hands out the table above it as it stands on the screen. */
export function CsvButton({ caption, isPage }: Props) {
  const label = isPage ? "CSV of this page" : "Download CSV";
  const isHydrated = useHydrated();
  return (
    <Button
      variant="quiet"
      // Its place is there from the beginning.
      className={clsx("-ml-3.25 text-xs", !isHydrated && "invisible")}
      aria-label={`${label}: ${caption}`}
      onClick={({ currentTarget }) => {
        const table = currentTarget.closest("[data-with-csv]")?.querySelector("table");
        if (!table) return;
        const name = caption.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
        handOut(`${name}.csv`, "text/csv;charset=utf-8", csvTextOf(rowsOf(table)));
      }}
    >
      {label}
    </Button>
  );
}

/** Without columns of actions and of boxes to tick, and without the row that says that there is none. */
function rowsOf({ rows }: HTMLTableElement): string[][] {
  const [head, ...body] = [...rows]
    .map(({ cells }) => [...cells])
    .filter((cells) => cells.every(({ colSpan }) => colSpan === 1));
  const isTick = (cell?: HTMLElement) =>
    cell?.querySelector("input[type=checkbox]") && textOf(cell) === "";
  const isLeftOut = head?.map(
    ({ dataset }, at) => dataset.leftOut !== undefined || body.every((cells) => isTick(cells[at])),
  );
  return [head ?? [], ...body].map((cells) =>
    cells.filter((_, at) => !isLeftOut?.[at]).map((cell) => plain(textOf(cell))),
  );
}

const textOf = (cell: HTMLElement): string => words(cell).replaceAll(/\s+/g, " ").trim();

const PRESSED = "button:not([role=switch]), select, dialog, [hidden], [popover]";

/** What is read of it: nothing to press, what is typed, and a space between what stands in boxes of its own. */
function words(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLInputElement) return isTyped(node) ? ` ${node.value}` : "";
  if (!(node instanceof HTMLElement) || node.matches(PRESSED)) return "";
  if (node instanceof HTMLDetailsElement && !node.open) return words(node.children[0] ?? node);
  return ` ${[...node.childNodes].map(words).join("")}`;
}

const isTyped = ({ type }: HTMLInputElement) => ["text", "number", "date", "email"].includes(type);

/** Counts are told without separators. */
const plain = (text: string) => (/^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text);
