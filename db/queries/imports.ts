import { sql, type SQL } from "drizzle-orm";
import { importLimits } from "#lib/import-limits.ts";
import type { Tx } from "../client.ts";
import type { importStep } from "../schema/index.ts";
import { iso } from "./iso.ts";
import { readUploads, type ImportStatus, type Upload } from "./import-uploads.ts";

export type { ImportStatus, Upload } from "./import-uploads.ts";

export interface ImportCounts {
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  alreadyAnonymized: number;
  rejected: number;
}

/** An import in a line. Moments are ISO 8601 in UTC. */
export interface ImportRow extends ImportCounts {
  id: string;
  status: ImportStatus;
  /** A worker has it or is to have it. */
  isMoving: boolean;
  /** Tried only: nothing was kept. */
  dryRun: boolean;
  source: string;
  /** The staff account that asked, or what else the audit calls it. */
  submittedBy: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** From its start to its end, or to now by the database's clock; null before its start. */
  seconds: number | null;
  /** Files that were named, and what they are called. */
  names: string[];
}

export interface ImportedFile extends ImportCounts {
  number: number;
  name: string;
  format: string;
  newAccountsForPurged: number;
  warnings: string[];
  /** Codes that the file brought, or would bring. */
  createdCodes: string[];
}

export interface ImportProgressNow {
  /** The file's name; null before the first is begun. */
  name: string | null;
  number: number;
  files: number;
  step: (typeof importStep.enumValues)[number];
  rows: number;
  /** Of the whole, from 0 to 1; null where no dry run has counted it. Each line is read, then written. */
  share: number | null;
}

export interface KeptReject {
  file: string;
  line: number;
  /** Its number in a file whose records may share a line; null where the line says enough. */
  record: number | null;
  column: string | null;
  reason: string;
}

/** Everything that is known of an import. */
export interface Import extends ImportRow {
  uploads: Upload[];
  /** All bytes of all files are here, so that it can be started. */
  isComplete: boolean;
  /** A worker has given a sign of life just now. */
  isHeld: boolean;
  progress: ImportProgressNow | null;
  problem: string | null;
  reports: ImportedFile[];
  /** The first rejected lines. */
  rejects: KeptReject[];
}

const shownRejects = 20;

/** Those of a week, newest first. */
export const listImports = (tx: Tx): Promise<ImportRow[]> => readRows(tx, sql`true`);

export async function readImport(tx: Tx, id: string): Promise<Import | null> {
  const [row] = await readRows(tx, sql`i.id = ${id}`);
  if (!row) return null;
  const uploads = await readUploads(tx, id);
  const { rows: state } = await tx.execute<Held>(sql`
    SELECT coalesce(i.heartbeat_at > clock_timestamp() - make_interval(secs => ${importLimits.leaseSeconds}), false) AS "isHeld",
      i.file AS number, i.files, i.step, i.rows::float8 AS rows, f.name, p.sentence AS problem,
      least(1, (2 * done.lines + i.lines + CASE i.step WHEN 'writing' THEN i.rows ELSE 0 END)::float8
        / nullif(2 * i.expected, 0)) AS share
    FROM console.imports i
    CROSS JOIN LATERAL (SELECT coalesce(sum(read), 0) AS lines FROM console.import_counts WHERE import_id = i.id) AS done LEFT JOIN patron.import_problems p ON p.import_id = i.id
    LEFT JOIN patron.import_files f ON f.import_id = i.id AND f.number = i.file WHERE i.id = ${id}`);
  const [held] = state;
  // A new start forgets what an earlier one said only when a worker takes it up.
  const isPast = row.status !== "queued";
  return {
    ...row,
    uploads,
    isComplete: uploads.every(({ received, size }) => received >= size),
    isHeld: held?.isHeld ?? false,
    progress: row.isMoving && held?.step ? progressOf(held) : null,
    problem: isPast ? (held?.problem ?? null) : null,
    reports: isPast ? await readReports(tx, id) : [],
    rejects: isPast ? await readRejects(tx, id, 0, shownRejects) : [],
  };
}

type Held = Record<string, unknown> & {
  isHeld: boolean;
  number: number | null;
  files: number | null;
  step: ImportProgressNow["step"] | null;
  rows: number | null;
  name: string | null;
  problem: string | null;
  share: number | null;
};

const progressOf = ({ name, number, files, step, rows, share }: Held): ImportProgressNow => ({
  name,
  number: number ?? 0,
  files: files ?? 0,
  step: step ?? "waiting",
  rows: rows ?? 0,
  share,
});

async function readReports(tx: Tx, id: string): Promise<ImportedFile[]> {
  const { rows } = await tx.execute<ImportedFile & Record<string, unknown>>(sql`
    SELECT c.number, f.name, c.format, ${counts}, c.new_accounts_for_purged::float8 AS "newAccountsForPurged",
      coalesce(f.warnings, '{}') AS warnings,
      coalesce((SELECT jsonb_agg(code) FROM jsonb_each(f.created_codes) AS kind (name, codes),
        jsonb_array_elements_text(kind.codes) AS code), '[]') AS "createdCodes"
    FROM console.import_counts c JOIN patron.import_files f USING (import_id, number)
    WHERE c.import_id = ${id} ORDER BY c.number`);
  return rows;
}

/** Lines that an import rejected, in the order of its files; kept for a week. `after` is a row's place. */
export async function readRejects(
  tx: Tx,
  id: string,
  after: number,
  limit: number,
): Promise<(KeptReject & { place: number })[]> {
  const { rows } = await tx.execute<KeptReject & { place: number } & Record<string, unknown>>(sql`
    SELECT id::float8 AS place, file, line, record, "column", reason FROM patron.import_rejects
    WHERE import_id = ${id} AND id > ${after} ORDER BY import_rejects.id LIMIT ${limit}`);
  return rows;
}

export const rejectColumns = ["file", "line", "record", "column", "reason"] as const;
const rejectsAtOnce = 1_000;

/** All of them, as cells of `rejectColumns`; read as fast as they are taken, never all of them in memory. */
export async function* rejectCells(
  inTransaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>,
  id: string,
): AsyncGenerator<(string | number | null)[]> {
  for (let after = 0; ;) {
    const from = after;
    const rows = await inTransaction((tx) => readRejects(tx, id, from, rejectsAtOnce));
    for (const { file, line, record, column, reason } of rows)
      yield [file, line, record, column, reason];
    if (rows.length < rejectsAtOnce) return;
    after = rows.at(-1)?.place ?? after;
  }
}

const counts = sql`c.read::float8 AS read, c.created::float8 AS created, c.updated::float8 AS updated,
  c.unchanged::float8 AS unchanged, c.already_anonymized::float8 AS "alreadyAnonymized", c.rejected::float8 AS rejected`;

async function readRows(tx: Tx, which: SQL): Promise<ImportRow[]> {
  const { rows } = await tx.execute<ImportRow & Record<string, unknown>>(sql`
    SELECT i.id, i.status, i.status IN ('queued', 'running', 'stopping') AS "isMoving", i.dry_run AS "dryRun", i.source,
      coalesce(person.name, i.submitted_by) AS "submittedBy", ${iso(sql`i.created_at`)} AS "createdAt",
      ${iso(sql`i.started_at`)} AS "startedAt", ${iso(sql`i.ended_at`)} AS "endedAt",
      extract(epoch FROM coalesce(i.ended_at, clock_timestamp()) - i.started_at)::float8 AS seconds,
      ARRAY(SELECT name FROM patron.import_uploads u WHERE u.import_id = i.id ORDER BY number) AS names, total.*
    FROM console.imports i LEFT JOIN console.staff person ON person.id = i.submitted_by
    CROSS JOIN LATERAL (
      SELECT ${totals} FROM console.import_counts c WHERE c.import_id = i.id AND i.status <> 'queued'
    ) AS total
    WHERE ${which} ORDER BY i.created_at DESC, i.id`);
  return rows;
}

const totals = sql`coalesce(sum(read), 0)::float8 AS read, coalesce(sum(created), 0)::float8 AS created,
  coalesce(sum(updated), 0)::float8 AS updated, coalesce(sum(unchanged), 0)::float8 AS unchanged,
  coalesce(sum(already_anonymized), 0)::float8 AS "alreadyAnonymized", coalesce(sum(rejected), 0)::float8 AS rejected`;
