import { stringify } from "csv-stringify/sync";
import { database } from "#db/client.ts";
import { listAudit, type AuditFilter } from "#db/queries/audit-list.ts";
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

const asCsv = (filter: AuditFilter) =>
  new Response(streamed(lines(filter)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="audit.csv"',
    },
  });

async function* lines(filter: AuditFilter): AsyncGenerator<string> {
  yield toCsv([[...columns]]);
  let before = filter.before;
  for (;;) {
    const rows = await read({ ...filter, before }, ROWS_AT_ONCE);
    if (rows.length > 0) yield toCsv(rows.map((row) => columns.map((name) => cell(row[name]))));
    if (rows.length < ROWS_AT_ONCE) return;
    before = rows.at(-1)?.id;
  }
}

/** Pulled as fast as it is read: the audit is never whole in memory. */
const streamed = (texts: AsyncGenerator<string>) =>
  new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  }).pipeThrough(new TextEncoderStream());

const cell = (value: unknown) =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : value;

/** A cell that a spreadsheet would take for a formula is escaped. */
const toCsv = (rows: unknown[][]) => stringify(rows, { escape_formulas: true });
