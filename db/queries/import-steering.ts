import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { formatBytes } from "#lib/format.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { sendImport } from "../queue.ts";
import { readUploads, type ImportStatus } from "./import-uploads.ts";

interface Start {
  id: string;
  /** All checks and counts, and nothing kept; the files stay to be imported. */
  dryRun: boolean;
  /** Agrees that a demo library is emptied. */
  replaceDemo: boolean;
}

/** Calls for a worker to try or to do an import whose files are all here. */
export async function startImport(tx: Tx, { id, dryRun, replaceDemo }: Start): Promise<Change> {
  const { status, dryRun: tried } = await lockImport(tx, id);
  if (["queued", "running", "stopping"].includes(status)) {
    throw new Refusal("This import is under way already.");
  }
  if (status !== "uploading" && !tried) {
    throw new Refusal("This import has ended, and its files are gone. Send them again.");
  }
  await refuseIncomplete(tx, id, status);
  const { rows } = await tx.execute<{ demo: boolean }>(
    sql`SELECT is_demo AS demo FROM console.institution`,
  );
  const demo = rows[0]?.demo ?? false;
  if (demo && !dryRun && !replaceDemo) {
    throw new Refusal(
      "This database holds the demo library, which an import replaces. Confirm that first.",
    );
  }
  await tx.execute(sql`
    UPDATE console.imports SET status = 'queued', dry_run = ${dryRun}, replace_demo = ${replaceDemo},
      queued_at = clock_timestamp(), called_at = clock_timestamp(), started_at = NULL, ended_at = NULL,
      heartbeat_at = NULL, attempts = 0, file = NULL, files = NULL, step = NULL, rows = NULL, lines = NULL
    WHERE id = ${id}`);
  await sendImport(tx, id);
  return {
    action: dryRun ? "import.try" : "import.start",
    subject: `import ${id}`,
    after: demo ? { replaceDemo } : undefined,
  };
}

async function refuseIncomplete(tx: Tx, id: string, status: ImportStatus): Promise<void> {
  const missing = (await readUploads(tx, id)).find(({ received, size }) => received < size);
  if (!missing) return;
  const { name, received, size } = missing;
  throw new Refusal(
    status === "uploading"
      ? `"${name}" has not arrived whole: ${formatBytes(received)} of ${formatBytes(size)}. Send the rest first.`
      : "The files of this import are no longer here: they are kept for a day. Send them again.",
  );
}

/** Asks an import to stop. Of the file that is being imported nothing is kept; files before it stay. */
export async function stopImport(tx: Tx, id: string): Promise<Change> {
  const { status } = await lockImport(tx, id);
  if (status === "stopping") throw new Refusal("This import is being stopped already.");
  if (status !== "queued" && status !== "running") {
    throw new Refusal("This import is not under way. There is nothing to stop.");
  }
  await tx.execute(
    status === "queued"
      ? sql`UPDATE console.imports SET status = 'stopped', ended_at = clock_timestamp() WHERE id = ${id}`
      : sql`UPDATE console.imports SET status = 'stopping' WHERE id = ${id}`,
  );
  return { action: "import.stop", subject: `import ${id}`, before: { status } };
}

/** Forgets files that were sent or tried, with all that was said of them. */
export async function discardImport(tx: Tx, id: string): Promise<Change> {
  const { status, dryRun } = await lockImport(tx, id);
  if (["queued", "running", "stopping"].includes(status)) {
    throw new Refusal("This import is under way. Stop it first.");
  }
  if (!dryRun) throw new Refusal("What was imported stays. There is nothing to discard.");
  await tx.execute(sql`DELETE FROM console.imports WHERE id = ${id}`);
  return { action: "import.discard", subject: `import ${id}`, before: { status } };
}

async function lockImport(tx: Tx, id: string): Promise<{ status: ImportStatus; dryRun: boolean }> {
  const { rows } = await tx.execute<{ status: ImportStatus; dryRun: boolean }>(
    sql`SELECT status, dry_run AS "dryRun" FROM console.imports WHERE id = ${id} FOR UPDATE`,
  );
  if (!rows[0]) throw new NotFound("There is no such import. It may have been discarded.");
  return rows[0];
}
