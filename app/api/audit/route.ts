import { database } from "#db/client.ts";
import { listAudit, type AuditFilter } from "#db/queries/audit-list.ts";
import { csvResponse, type CsvCell } from "#lib/csv.ts";
import { handler } from "#lib/server/handler.ts";
import { auditPage, auditQuery } from "./schema.ts";

const ROWS_AT_ONCE = 1_000;
const columns = [
  "id",
  "at",
  "actor",
  "actorName",
  "action",
  "subject",
  "subjectName",
  "before",
  "after",
] as const;

/** Entries of a page in JSON; CSV has them all. */
const PAGE_ROWS = 100;

export const GET = handler(
  {
    permission: "audit.read",
    summary: "List who changed which setting, newest first",
    query: auditQuery,
    answer: auditPage,
    csv: "Every entry that fits, newest first.",
    example: { query: { action: "rule.change" } },
  },
  async ({ query: { format, ...filter } }) => {
    if (format === "csv") return asCsv(filter);
    const rows = await read(filter, PAGE_ROWS + 1);
    const entries = rows.slice(0, PAGE_ROWS);
    return { entries, next: rows.length > PAGE_ROWS ? (entries.at(-1)?.id ?? null) : null };
  },
);

const read = (filter: AuditFilter, limit: number) =>
  database().transaction("lethe_web", (tx) => listAudit(tx, filter, limit));

const asCsv = (filter: AuditFilter) => csvResponse("audit.csv", columns, cells(filter));

/** Read as fast as it is written: the audit is never whole in memory. */
async function* cells(filter: AuditFilter): AsyncGenerator<CsvCell[]> {
  let before = filter.before;
  for (;;) {
    const rows = await read({ ...filter, before }, ROWS_AT_ONCE);
    for (const row of rows) yield columns.map((name) => cell(row[name]));
    if (rows.length < ROWS_AT_ONCE) return;
    before = rows.at(-1)?.id;
  }
}

const cell = (value: unknown): CsvCell =>
  typeof value === "string" || typeof value === "number" || value === null
    ? value
    : JSON.stringify(value);
