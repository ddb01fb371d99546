import { sql } from "drizzle-orm";
import type pg from "pg";
import type { Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { importLimits } from "#lib/import-limits.ts";
import { digestsOf } from "./digests.ts";
import type { FoundFile } from "./discover.ts";
import type { Column } from "./format.ts";
import type { FormatName } from "./formats.ts";
import { count, type Merged } from "./merging.ts";
import { openFile } from "./read-file.ts";
import { recordFormats, type Format } from "./record-formats.ts";
import type { FileReport, ImportProgress, Reject } from "./report.ts";
import { csvRows, type Rows } from "./rows.ts";
import { beginImport, confirmTimeZone, writeAlone, type Aside } from "./session.ts";
import {
  knownSources,
  newSourceWarnings,
  refuseOtherSpelling,
  spelledAsKnown,
} from "./source-id.ts";
import { recordKey, sourceKey } from "./source-key.ts";
import { copyRows, newStaging, type Staging } from "./staging.ts";
import { userJsonRows, userXmlRows } from "./users/alma.ts";
import { userColumns } from "./users/columns.ts";
import { mergeUsers } from "./users/merge.ts";

/** More than anyone reads in a report; all of them are in patron.import_rejects for a week. */
export const LISTED_REJECTS = 10_000;
/** Records; of fewer, the server takes note by itself. */
const ANALYZED_FROM = 1_000;

const formats: Record<FormatName, Format> = {
  users: {
    columns: userColumns,
    readers: { xml: userXmlRows, json: userJsonRows },
    merge: mergeUsers,
    hashed: [],
  },
  ...recordFormats,
};

/** The columns that a file of this format may have, the required ones first. */
export const columnsOf = (format: FormatName): Pick<Column, "name" | "required">[] =>
  formats[format].columns.toSorted(
    (one, other) => Number(!!other.required) - Number(!!one.required),
  );

export interface Importing {
  tx: Tx;
  client: pg.Client;
  source: string;
  aside: Aside;
  dryRun: boolean;
  /** The source key of a dry run on a database that has none. */
  unkeptKey?: Buffer;
  actor: string;
  /** Of the rejected lines that are kept. */
  importId: string;
  /** In the file's transaction, when its refused lines are stored. */
  onRejects?: ((tx: Tx, importId: string) => Promise<void>) | undefined;
  signal: AbortSignal | undefined;
  /** Between reading and writing. */
  turn: () => Promise<void>;
  onProgress: (progress: Pick<ImportProgress, "file" | "step" | "rows">) => void;
}

/** Refuses a file that begins as it should not, before anything is written. */
export const checkBeginning = (found: FoundFile): Promise<unknown> =>
  withRows(found, ({ rows }) => rows.next());

/** Opens a file for as long as `work` takes, however that ends: an open file keeps its bytes on disk. */
async function withRows<T>(found: FoundFile, work: (rows: Rows) => Promise<T>): Promise<T> {
  const { columns, readers, longestRecordBytes } = formats[found.format];
  const read = readers?.[found.shape] ?? csvRows(columns, longestRecordBytes);
  const source = openFile(found);
  try {
    return await work(await read(source, found.file));
  } finally {
    source.destroy();
  }
}

/** Imports one file within the caller's transaction: reads it, and writes it when its turn has come. */
export async function importFile(importing: Importing, found: FoundFile): Promise<FileReport> {
  const { tx, onProgress, aside } = importing;
  const { file } = found;
  const { merge } = formats[found.format];
  const { timeZone } = await beginImport(tx);
  const source = spelledAsKnown(await knownSources(tx), importing.source);
  const staging = newStaging();
  const { rows, read, key } = await readInto(staging, { ...importing, source }, found);
  await importing.turn();
  await writeAlone(tx, () => onProgress({ file, step: "waiting", rows: 0 }));
  const sources = await knownSources(tx);
  refuseOtherSpelling(sources, source);
  if (key) await recordKey(tx, key);
  onProgress({ file, step: "checking", rows: read });
  const merged = await merge({
    tx,
    staging,
    source,
    aside,
    columns: rows.columns,
    has: rows.has,
    onWritten: (rows) => onProgress({ file, step: "writing", rows }),
  });
  const rejected = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("lines")} WHERE reason IS NOT NULL`,
  );
  const rejects = await keepRejects(importing, staging, file, rows.shareLines);
  if (rejected > 0) await importing.onRejects?.(tx, importing.importId);
  await staging.drop(tx);
  if (merged.created + merged.updated > ANALYZED_FROM)
    await tx.execute(sql`SELECT patron.analyze_imported(${found.format})`);
  const { warnings: ofMerge = [], ...counts } = merged;
  // Users are known by their primary ID, wherever they come from.
  const ofSource = found.format === "users" ? [] : newSourceWarnings(sources, source);
  const warnings = [...ofSource, ...(found.remarks ?? []), ...rows.warnings(), ...ofMerge];
  await finish(importing, found, { source, read, rejected, ...inNumbers(counts) }, timeZone);
  const cut = rejected > rejects.length && { moreRejects: rejected - rejects.length };
  const report = { file, format: found.format, read, ...counts, rejected, rejects, ...cut };
  return warnings.length > 0 ? { ...report, warnings } : report;
}

const readInto = (staging: Staging, importing: Importing, found: FoundFile) =>
  withRows(found, async (rows) => {
    const { tx, client, source, unkeptKey, signal, onProgress } = importing;
    const { hashed } = formats[found.format];
    const key = hashed.length > 0 ? await sourceKey(tx, unkeptKey) : undefined;
    const digests = key ? digestsOf(key, source, rows.columns, hashed) : [];
    const read = await copyRows({ tx, client }, staging, rows.rows, {
      columns: rows.columns,
      digests,
      signal,
      onRows: (count) => onProgress({ file: found.file, step: "reading", rows: count }),
    });
    return { rows, read, key };
  });

/** Stores the refused lines for a week, forgets those of older imports, and lists the first. */
async function keepRejects(
  { tx, importId }: Importing,
  staging: Staging,
  file: string,
  shareLines: boolean,
): Promise<Reject[]> {
  const lines = staging.table("lines");
  const record = sql.raw(shareLines ? "record" : "NULL::integer AS record");
  await tx.execute(sql`
    DELETE FROM patron.import_rejects WHERE created_at < now() - make_interval(days => ${importLimits.keptDays})`);
  await tx.execute(sql`
    INSERT INTO patron.import_rejects (import_id, file, line, record, "column", reason)
    SELECT ${importId}::uuid, ${file}, line, ${record}, bad_column, reason FROM ${lines} l
    WHERE reason IS NOT NULL ORDER BY l.record`);
  const { rows } = await tx.execute<Reject & Record<string, unknown>>(sql`
    SELECT line, ${shareLines ? sql`record,` : sql``} bad_column AS column, reason FROM ${lines} l
    WHERE reason IS NOT NULL ORDER BY l.record LIMIT ${LISTED_REJECTS}`);
  return rows;
}

/** For the audit, which is kept for good: how many codes are new, never the file's own text. */
const inNumbers = ({ createdCodes = {}, ...counts }: Merged) => ({
  ...counts,
  createdCodes: Object.fromEntries(
    Object.entries(createdCodes).map(([kind, codes]) => [kind, codes.length]),
  ),
});

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
