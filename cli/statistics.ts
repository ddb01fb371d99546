import {
  backwards,
  dimensions,
  dimensionsOf,
  isBackwards,
  statistics as count,
  type Dimension,
  type Statistics,
} from "#db/queries/statistics.ts";
import { csvText } from "#lib/csv.ts";
import { countedRecords, type CountedRecord } from "#lib/families.ts";
import { formatCount } from "#lib/format.ts";
import { suggestion } from "#lib/nearest.ts";
import { calendarDay, onlyOperand } from "./arguments.ts";
import { command, WrongUsage } from "./command.ts";
import { table } from "./table.ts";

export const statistics = command({
  name: "statistics",
  summary:
    "Count loans, fees, requests, borrowing or lending requests. The same before and after a run.",
  usage: "statistics <loans|fees|requests|borrowing|lending> [--by month,library,…] [--csv]",
  options: {
    by: {
      type: "string",
      placeholder: "LIST",
      about: `what to count by, with commas: ${dimensions.join(", ")} (month)`,
    },
    from: { type: "string", placeholder: "YYYY-MM-DD", about: "count from this day on" },
    to: { type: "string", placeholder: "YYYY-MM-DD", about: "count to this day" },
    library: { type: "string", placeholder: "CODES", about: "count these libraries only" },
    csv: { type: "boolean", about: "print CSV" },
  },
  examples: [
    "statistics loans --by month,library,userGroup",
    "statistics loans --by category --from 2026-01-01 --csv",
    "statistics lending --by partner,status",
  ],

  async run({ values, positionals, asJson, connect }) {
    const family = familyOf(onlyOperand(positionals, `what to count: ${countable.join(", ")}`));
    if (values.csv && asJson) {
      throw new WrongUsage("Choose --csv or --json.");
    }
    const by = listOf(values.by ?? "month").map((name) => dimension(name, family));
    const from = calendarDay("from", values.from);
    const to = calendarDay("to", values.to);
    if (isBackwards({ from, to })) throw new WrongUsage(`${backwards} Look at --from and --to.`);
    const { db } = await connect();
    const found = await db.transaction("lethe_statistics", (tx) =>
      count(tx, {
        family,
        by,
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
        libraries: listOf(values.library ?? ""),
      }),
    );
    return { json: found, text: values.csv ? asCsv(found) : asTable(found) };
  },
});

const countable = ["loans", "fees", "requests", "borrowing", "lending"];

function familyOf(name: string): CountedRecord {
  const family = countedRecords.find((known) => known === name || known === `${name}Requests`);
  if (!family)
    throw new WrongUsage(`There are no statistics of ${name}.${suggestion(name, countable)}`);
  return family;
}

function dimension(name: string, family: CountedRecord): Dimension {
  const known = dimensionsOf(family);
  const found = known.find((candidate) => candidate === name);
  if (!found) {
    throw new WrongUsage(
      `${family} cannot be counted by ${name}, only by ${known.join(", ")}.${suggestion(name, known)}`,
    );
  }
  return found;
}

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

const columnsOf = ({ by, total }: Statistics) => [
  ...by,
  "count" as const,
  ...(total.amount === undefined ? [] : ["amount" as const]),
];

function asCsv(found: Statistics): string {
  const columns = columnsOf(found);
  return csvText(
    columns,
    found.rows.map((row) => columns.map((column) => row[column] ?? null)),
  );
}

function asTable(found: Statistics): string {
  const columns = columnsOf(found);
  const amount =
    found.total.amount === undefined ? "" : `, amount ${found.total.amount.toFixed(2)}`;
  return [
    table(
      columns,
      found.rows.map((row) => columns.map((column) => row[column] ?? "–")),
    ),
    "",
    `Total: ${formatCount(found.total.count)}${amount}.${found.by.includes("category") ? " Rows by category do not add up to it: a record counts once for each of its categories." : ""}`,
  ].join("\n");
}
