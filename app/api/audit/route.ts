import { stringify } from "csv-stringify/sync";
import { database } from "#db/client.ts";
import { listAudit, type AuditFilter } from "#db/queries/audit-list.ts";
import { auditSearch } from "#app/(console)/audit/schema.ts";
import { handler } from "#lib/server/handler.ts";

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

/** The audit as CSV, newest first, filtered as the screen is. */
export const GET = handler("audit.read", async (request) => {
  const filter = auditSearch.parse(Object.fromEntries(new URL(request.url).searchParams));
  return new Response(streamed(lines(filter)), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="audit.csv"',
    },
  });
});

async function* lines(filter: AuditFilter): AsyncGenerator<string> {
  yield toCsv([[...columns]]);
  let before = filter.before;
  for (;;) {
    const older = { ...filter, before };
    const rows = await database().transaction("lethe_web", (tx) =>
      listAudit(tx, older, ROWS_AT_ONCE),
    );
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
