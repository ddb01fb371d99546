import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { ImportStatus } from "#db/queries/import-uploads.ts";
import { formatCount } from "#lib/format.ts";
import type { FileReport } from "../report.ts";
import type { HeldImport } from "./claim.ts";

/** The import was told to stop, or another worker has it: what is not committed is not to be. */
export class NoLongerHeld extends Error {
  override name = "NoLongerHeld";
}

/** Whether this worker still has the import; holds its row until the transaction ends. */
async function fence(tx: Tx, { id, epoch }: HeldImport, during: ImportStatus[]): Promise<void> {
  const { rows } = await tx.execute(sql`
    UPDATE console.imports SET heartbeat_at = clock_timestamp()
    WHERE id = ${id} AND epoch = ${epoch} AND status = ANY(${sql.param(during)}::console.import_status[]) RETURNING id`);
  if (rows.length === 0) throw new NoLongerHeld("the import is no longer held");
}

/** Writes what became of a file in the transaction that imported it. From a stop on nothing more goes in. */
export async function recordFile(
  tx: Tx,
  held: HeldImport,
  report: FileReport,
  number: number,
): Promise<void> {
  await fence(tx, held, ["running"]);
  await writeFile(tx, held, report, number);
}

async function writeFile(tx: Tx, { id }: HeldImport, report: FileReport, number: number) {
  const { read, created, updated, unchanged, alreadyAnonymized, rejected } = report;
  await tx.execute(sql`
    INSERT INTO console.import_counts (import_id, number, format, read, created, updated, unchanged,
      already_anonymized, rejected, new_accounts_for_purged)
    VALUES (${id}, ${number}, ${report.format}, ${read}, ${created}, ${updated}, ${unchanged},
      ${alreadyAnonymized}, ${rejected}, ${report.newAccountsForPurged ?? 0})`);
  await tx.execute(sql`
    INSERT INTO patron.import_files (import_id, number, name, warnings, created_codes)
    VALUES (${id}, ${number}, ${report.file}, ${sql.param(report.warnings ?? [])}::text[],
      ${JSON.stringify(report.createdCodes ?? {})}::jsonb)
    ON CONFLICT (import_id, number) DO UPDATE SET name = excluded.name, warnings = excluded.warnings,
      created_codes = excluded.created_codes`);
}

/** Ends an import whose files are all in. Its bytes go with it. */
export async function endImport(tx: Tx, held: HeldImport): Promise<void> {
  const { rows } = await tx.execute<{ rejected: boolean }>(
    sql`SELECT coalesce(sum(rejected), 0) > 0 AS rejected FROM console.import_counts WHERE import_id = ${held.id}`,
  );
  await moveToEnd(tx, held, rows[0]?.rejected ? "completedWithRejects" : "completed");
}

/** Ends a dry run with what it said; it kept nothing, so its rejected lines are told here. */
export async function endDryRun(tx: Tx, held: HeldImport, reports: FileReport[]): Promise<void> {
  await fence(tx, held, ["running", "stopping"]);
  for (const [number, report] of reports.entries()) {
    const warnings = [...(report.warnings ?? []), ...leftOut(report)];
    await writeFile(tx, held, { ...report, warnings }, number);
    await tx.execute(sql`
      INSERT INTO patron.import_rejects (import_id, file, line, record, "column", reason)
      SELECT ${held.id}::uuid, ${report.file}, r.line, r.record, r."column", r.reason
      FROM jsonb_to_recordset(${JSON.stringify(report.rejects)}::jsonb)
        AS r (line integer, record integer, "column" text, reason text)`);
  }
  await endImport(tx, held);
}

const leftOut = ({ rejected, rejects }: FileReport): string[] =>
  rejected > rejects.length
    ? [
        `Of a dry run the first ${formatCount(rejects.length)} rejected lines are kept; the download has no more. An import keeps all ${formatCount(rejected)}.`,
      ]
    : [];

/** Ends an import that was stopped, or that failed with a sentence for whoever asked for it. */
export async function breakOff(tx: Tx, held: HeldImport, problem?: string): Promise<void> {
  const status = problem === undefined ? "stopped" : "failed";
  if (!(await moveToEnd(tx, held, status)) || problem === undefined) return;
  await tx.execute(sql`
    INSERT INTO patron.import_problems (import_id, sentence) VALUES (${held.id}, ${problem})
    ON CONFLICT (import_id) DO UPDATE SET sentence = excluded.sentence`);
}

/** False when another worker has the import, or it has ended. Files that were only tried stay to be imported. */
async function moveToEnd(
  tx: Tx,
  { id, epoch, dryRun }: HeldImport,
  status: ImportStatus,
): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    UPDATE console.imports SET status = ${status}, ended_at = clock_timestamp()
    WHERE id = ${id} AND epoch = ${epoch} AND status IN ('running', 'stopping') RETURNING id`);
  if (rows.length === 0) return false;
  if (!dryRun) await tx.execute(sql`DELETE FROM patron.import_chunks WHERE import_id = ${id}`);
  return true;
}
