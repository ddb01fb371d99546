import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import type pg from "pg";
import type { Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { Refusal } from "#lib/refusal.ts";
import type { FormatName, FoundFile } from "./discover.ts";
import { digestsOf } from "./digests.ts";
import { presentIn, readHeader, type Header } from "./format.ts";
import { count } from "./merging.ts";
import { openFile, readCsv, type CsvRecord } from "./read-csv.ts";
import { recordFormats, type Format } from "./record-formats.ts";
import type { FileReport, ImportProgress, Reject } from "./report.ts";
import { beginImport, confirmTimeZone } from "./session.ts";
import { sourceKey } from "./source-key.ts";
import { copyLines, newStaging, type Staging } from "./staging.ts";
import { userColumns } from "./users/columns.ts";
import { mergeUsers } from "./users/merge.ts";

/** More than anyone reads; all of them are in patron.import_rejects for a week. */
export const LISTED_REJECTS = 10_000;
/** Records; of fewer, the server takes note by itself. */
const ANALYZED_FROM = 1_000;
const REJECTS_KEPT_DAYS = 7;

const formats: Record<FormatName, Format> = {
  users: { columns: userColumns, merge: mergeUsers, hashed: [] },
  ...recordFormats,
};

export interface Importing {
  tx: Tx;
  client: pg.Client;
  source: string;
  dryRun: boolean;
  /** The source key of a dry run on a database that has none. */
  unkeptKey?: Buffer;
  actor: string;
  onProgress: (progress: ImportProgress) => void;
}

/** Refuses a file whose header will not do, before anything is written. */
export async function checkHeader(found: FoundFile): Promise<void> {
  const records = readCsv(openFile(found.path), found.file);
  try {
    await headerOf(records, found);
  } finally {
    await records.return(undefined);
  }
}

async function headerOf(
  records: AsyncGenerator<CsvRecord>,
  { file, format }: FoundFile,
): Promise<Header> {
  const first = await records.next();
  if (first.done) throw new Refusal(`${file} is empty.`);
  return readHeader(first.value.cells, formats[format].columns, file);
}

/** Imports one file within the caller's transaction. */
export async function importFile(importing: Importing, found: FoundFile): Promise<FileReport> {
  const { tx, onProgress, source } = importing;
  const { file } = found;
  const { columns, merge } = formats[found.format];
  const { timeZone } = await beginImport(tx, () => onProgress({ file, step: "waiting", rows: 0 }));
  const staging = newStaging();
  const { header, read } = await readInto(staging, importing, found);
  onProgress({ file, step: "checking", rows: read });
  const merged = await merge({
    tx,
    staging,
    source,
    has: presentIn(header, columns),
    onWritten: (rows) => onProgress({ file, step: "writing", rows }),
  });
  const rejected = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("lines")} WHERE reason IS NOT NULL`,
  );
  const rejects = await keepRejects(tx, staging, file);
  await staging.drop(tx);
  if (merged.created + merged.updated > ANALYZED_FROM)
    await tx.execute(sql`SELECT patron.analyze_imported()`);
  const { warnings = [], ...counts } = merged;
  if (rejected > rejects.length)
    warnings.push(`The first ${rejects.length} of ${rejected} rejected lines are listed.`);
  await finish(importing, found, { source, read, rejected, ...counts }, timeZone);
  const report = { file, format: found.format, read, ...counts, rejected, rejects };
  return warnings.length > 0 ? { ...report, warnings } : report;
}

async function readInto(staging: Staging, importing: Importing, found: FoundFile) {
  const { tx, client, source, unkeptKey, onProgress } = importing;
  const { columns, hashed } = formats[found.format];
  const records = readCsv(openFile(found.path), found.file);
  const header = await headerOf(records, found);
  const digests =
    hashed.length > 0 ? digestsOf(await sourceKey(tx, unkeptKey), source, columns, hashed) : [];
  const read = await copyLines({ tx, client }, staging, records, {
    header,
    columns,
    digests,
    onLines: (rows) => onProgress({ file: found.file, step: "reading", rows }),
  });
  return { header, read };
}

/** Stores the refused lines for a week, forgets those of older imports, and lists the first. */
async function keepRejects(tx: Tx, staging: Staging, file: string): Promise<Reject[]> {
  await tx.execute(sql`
    DELETE FROM patron.import_rejects WHERE created_at < now() - make_interval(days => ${REJECTS_KEPT_DAYS})`);
  await tx.execute(sql`
    INSERT INTO patron.import_rejects (import_id, file, line, "column", reason)
    SELECT ${randomUUID()}::uuid, ${file}, line, bad_column, reason FROM ${staging.table("lines")}
    WHERE reason IS NOT NULL ORDER BY line`);
  const { rows } = await tx.execute<Reject & Record<string, unknown>>(sql`
    SELECT line, bad_column AS column, reason FROM ${staging.table("lines")}
    WHERE reason IS NOT NULL ORDER BY line LIMIT ${LISTED_REJECTS}`);
  return rows;
}

/** Last, because the audit lets one writer at a time in and the zone must hold still. */
async function finish(
  importing: Importing,
  found: FoundFile,
  after: unknown,
  timeZone: string,
): Promise<void> {
  const { tx, actor, dryRun } = importing;
  await confirmTimeZone(tx, timeZone);
  if (dryRun) return;
  await recordChange(tx, actor, { action: `${found.format}.import`, subject: found.format, after });
}
