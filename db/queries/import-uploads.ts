import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { formatBytes, formatCount } from "#lib/format.ts";
import { importLimits } from "#lib/import-limits.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { imports, importUploads, type importStatus } from "../schema/index.ts";

export type ImportStatus = (typeof importStatus.enumValues)[number];

export interface FileToSend {
  name: string;
  format: string | null;
  size: number;
  modified: number | null;
}

export interface Upload extends FileToSend {
  /** In the order in which they were named, from 0. */
  number: number;
  /** Bytes that have arrived, from the first on. */
  received: number;
}

interface Opening {
  source: string;
  files: FileToSend[];
  /** A staff id, or what else the audit calls who asks. */
  by: string;
}

/** Makes room for the files of a new import; their bytes follow. */
export async function openImport(
  tx: Tx,
  { source, files, by }: Opening,
): Promise<{ id: string; change: Change }> {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > importLimits.importBytes) {
    throw new Refusal(
      `One import takes ${formatBytes(importLimits.importBytes)} at most, and these files have ${formatBytes(bytes)}. Import some of them first.`,
    );
  }
  await refuseTooMany(tx);
  const [row] = await tx
    .insert(imports)
    .values({ source, submittedBy: by })
    .returning({ id: imports.id });
  if (!row) throw new Error("an import was not made");
  await tx
    .insert(importUploads)
    .values(files.map((file, number) => ({ importId: row.id, number, ...file })));
  return {
    id: row.id,
    change: {
      action: "import.upload",
      subject: `import ${row.id}`,
      after: { source, files: files.length, bytes },
    },
  };
}

/** All of them lie in the database until they are imported, discarded or a day old. */
async function refuseTooMany(tx: Tx): Promise<void> {
  const { rows } = await tx.execute<{ waiting: number }>(sql`
    SELECT count(*)::int AS waiting FROM console.imports
    WHERE (ended_at IS NULL OR dry_run)
      AND created_at > now() - make_interval(hours => ${importLimits.bytesKeptHours})`);
  if ((rows[0]?.waiting ?? 0) >= importLimits.uploads) {
    throw new Refusal(
      `${formatCount(importLimits.uploads)} imports wait to be done already. Import or discard one of them first.`,
    );
  }
}

/** The files of an import and how much of each is here; none when there is no such import. */
export async function readUploads(tx: Tx, importId: string): Promise<Upload[]> {
  const { rows } = await tx.execute<Upload & Record<string, unknown>>(sql`
    SELECT u.number, u.name, u.format, u.size::float8 AS size, u.modified::float8 AS modified,
      coalesce(sum(c.length), 0)::float8 AS received
    FROM patron.import_uploads u LEFT JOIN patron.import_chunks c USING (import_id, number)
    WHERE u.import_id = ${importId} GROUP BY u.import_id, u.number ORDER BY u.number`);
  return rows;
}

interface Piece {
  importId: string;
  number: number;
  offset: number;
  bytes: Uint8Array;
}

/** What has arrived of a file after a piece was sent, and why the piece was not taken if it was not. */
export interface Arrival {
  received: number;
  refused?: string;
}

/**
 * Takes the next piece of a file. A piece that is here already is answered like a new one, so that
 * whoever got no answer may send it again; one that leaves a gap is not taken.
 */
export async function takePiece(tx: Tx, piece: Piece): Promise<Arrival | null> {
  const { importId, number, offset, bytes } = piece;
  const [open] = (
    await tx.execute<{ status: ImportStatus }>(
      sql`SELECT status FROM console.imports WHERE id = ${importId} FOR NO KEY UPDATE`,
    )
  ).rows;
  const upload = open && (await readUploads(tx, importId))[number];
  if (!upload) return null;
  const { received, size } = upload;
  const end = offset + bytes.byteLength;
  const refused = (sentence: string) => ({ received, refused: sentence });
  if (open.status !== "uploading") return refused("This import takes no more files.");
  if (offset > received) return refused("A part of the file before this one has not arrived.");
  if (end > size) return refused("More was sent than the file was said to have.");
  if (end <= received) return { received };
  if (offset < received) return refused("A part of this piece has arrived already.");
  if (bytes.byteLength < importLimits.leastChunkBytes && end < size) {
    return refused(`Send at least ${formatBytes(importLimits.leastChunkBytes)} at once.`);
  }
  await tx.execute(sql`
    INSERT INTO patron.import_chunks (import_id, number, start, bytes)
    VALUES (${importId}, ${number}, ${offset}, ${bytes})`);
  return { received: end };
}
