import { useId, type ReactNode } from "react";
import Link from "next/link";
import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { CsvButton } from "./csv-button.tsx";
import { LinkPending } from "./link-pending.tsx";

export interface Column<Row> {
  /** Unique in its table. */
  head: string;
  cell: (row: Row) => ReactNode;
  /** Right-aligned, in figures of one width. */
  numeric?: boolean;
  /** Names its row: exactly one column of a table. */
  rowHeader?: boolean;
  /** The heading is said, not shown: a column of actions. */
  hiddenHead?: boolean;
  /** What a row's cell holds that is set apart where it stacks (globals.css). */
  holds?: (row: Row) => Held | undefined;
  /** Where the heading leads to have the rows in its order, and whether they are now. */
  sort?: { href: string; direction: "ascending" | "descending" | null };
}

/** What selects the row or opens its menu; a switch or a box; a table of its own. */
type Held = "handle" | "switch" | "table";

interface Props<Row> {
  caption: string;
  /** The caption is said, not shown: a heading stands right above. */
  hiddenCaption?: boolean;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Why there is nothing here, and what to do. */
  empty: ReactNode;
  /** Its columns are set below each other on a telephone, although they are few: what they hold is long. */
  stacks?: boolean;
  /** It is handed out as CSV: the whole table, or a page of one. */
  csv?: boolean | "page";
}

/** Up to here they fit a telephone; more of them are set below each other there. */
const mostBesideEachOther = 3;

/** So many stand closer to each other. */
const manyColumns = 9;

/**
 * A native table that scrolls inside itself, under a heading that stays. Where it is narrow each row
 * becomes a block of named values (globals.css), which would take the table's roles if they were not said.
 */
export function DataTable<Row>({ csv = false, ...table }: Props<Row>) {
  if (!csv || table.rows.length === 0) return <Table {...table} />;
  return (
    <div
      data-with-csv
      className="grid grid-cols-[minmax(0,1fr)] content-start justify-items-start gap-1"
    >
      <div className="w-full">
        <Table {...table} />
      </div>
      <CsvButton caption={table.caption} isPage={csv === "page"} />
    </div>
  );
}

function Table<Row>(props: Omit<Props<Row>, "csv">) {
  const { caption, hiddenCaption = false, columns, rows, rowKey, empty } = props;
  const { stacks = columns.length > mostBesideEachOther } = props;
  const captionId = useId();
  const cells = columns.map((column) => ({ ...column, attributes: attributesOf(column, stacks) }));
  return (
    <div
      role="group"
      aria-labelledby={captionId}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="scroll-frame @container max-h-[min(80vh,60rem)] overflow-auto"
    >
      <table
        {...roles.table}
        data-stacks={stacks || undefined}
        className={clsx(
          "data-table w-full border-separate border-spacing-0 text-left",
          columns.length >= manyColumns &&
            "[&_:is(td,th):not(:last-child)]:pr-2 [&_[data-badge]]:whitespace-normal",
        )}
      >
        <caption
          id={captionId}
          className={hiddenCaption ? "sr-only" : "pb-2 text-left font-medium"}
        >
          {caption}
        </caption>
        <thead>
          <tr {...roles.row} data-sorts={columns.some(({ sort }) => sort) || undefined}>
            {columns.map((column) => (
              <th
                key={column.head}
                scope="col"
                data-left-out={column.hiddenHead}
                {...roles.columnheader}
                data-sorts={Boolean(column.sort) || undefined}
                aria-sort={column.sort?.direction ?? undefined}
                className={clsx(headClass, column.numeric && numericClass)}
              >
                <Head column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} {...(stacks && roles.row)}>
              {cells.map(({ head, rowHeader, cell, holds, attributes }) =>
                rowHeader ? (
                  <th key={head} {...attributes}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={head} {...attributes} data-holds={holds?.(row)}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
          {rows.length === 0 && (
            <tr {...roles.row}>
              <td {...roles.cell} colSpan={columns.length} className="text-muted py-3">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ column: { head, hiddenHead, sort } }: { column: Column<Row> }) {
  if (hiddenHead) return <span className="sr-only">{head}</span>;
  if (!sort) return head;
  const Arrow = sort.direction === "descending" ? ArrowDown : ArrowUp;
  return (
    <Link
      href={sort.href}
      prefetch={false}
      className="relative -my-1 inline-flex items-center gap-1 py-1 underline"
    >
      {head}
      {sort.direction && <Arrow aria-hidden className="size-3.5" />}
      <LinkPending className="left-full ml-1" />
    </Link>
  );
}

/** The same in every row, so they are made once. */
const attributesOf = <Row,>(column: Column<Row>, stacks: boolean) => ({
  ...(column.rowHeader && { scope: "row" }),
  ...(stacks && (column.rowHeader ? roles.rowheader : roles.cell)),
  ...(stacks && !column.rowHeader && !column.hiddenHead && { "data-head": column.head }),
  ...(column.numeric && { className: numericClass }),
});

/** Said all over where it stacks, since a display of their own takes them from a table's elements. */
const roles = {
  table: { role: "table" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  rowheader: { role: "rowheader" },
  cell: { role: "cell" },
};

const headClass =
  "sticky top-0 z-10 h-9 border-b border-edge bg-canvas py-1.5 pr-4 align-bottom text-xs font-medium " +
  "text-muted last:pr-1";

const numericClass = "text-right tabular-nums whitespace-nowrap";
