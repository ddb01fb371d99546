import { sql } from "drizzle-orm";
import type { Database } from "#db/client.ts";
import { isAway, sqlState } from "#db/errors.ts";
import { sendImport } from "#db/queue.ts";
import { formatCount } from "#lib/format.ts";
import { importLimits } from "#lib/import-limits.ts";
import { Refusal } from "#lib/refusal.ts";
import { importFiles } from "../import.ts";
import type { FileReport } from "../report.ts";
import { LostConnection } from "../session.ts";
import { breakOff, endDryRun, endImport, NoLongerHeld, recordFile } from "./books.ts";
import { claimImport, releaseImport, type HeldImport } from "./claim.ts";
import { fetchFiles, inFolder, keepFolder } from "./folder.ts";
import { StopAsked, watchImport, type Watch } from "./watch.ts";

interface Options {
  /** Where the import's own connection goes. */
  url: string;
  /** Leave: what is not committed is undone, and left to another worker. */
  signal: AbortSignal;
}

/**
 * Does an import that was asked for, if it is free. Each file goes in with its counts in one
 * transaction, so a worker that is killed leaves whole files, and the next one goes on after them. An
 * unexpected failure ends the import and is thrown.
 */
export async function workImport(db: Database, id: string, options: Options): Promise<void> {
  const held = await db.transaction("lethe_import", (tx) => claimImport(tx, id));
  if (!held) return;
  try {
    refusePoison(held);
    const reports = await perform(db, held, options);
    await db.transaction("lethe_import", (tx) =>
      held.dryRun ? endDryRun(tx, held, reports) : endImport(tx, held),
    );
  } catch (error) {
    await settle(db, held, options.signal, error);
  }
  await db.transaction("lethe_import", (tx) =>
    tx.execute(sql`SELECT patron.release_import_bytes()`),
  );
}

function refusePoison({ attempts }: HeldImport): void {
  if (attempts <= importLimits.attempts) return;
  throw new Refusal(
    `${formatCount(importLimits.attempts)} workers broke off over this import, one after the other. It is given up; their logs tell more.`,
  );
}

const perform = (db: Database, held: HeldImport, options: Options): Promise<FileReport[]> =>
  inFolder(async (folder) => {
    const watch = watchImport(db, held, () => keepFolder(folder));
    try {
      return await importWatched(db, held, { ...options, folder, watch });
    } finally {
      await watch.end();
    }
  });

async function importWatched(
  db: Database,
  held: HeldImport,
  { url, folder, watch, ...options }: Options & { folder: string; watch: Watch },
): Promise<FileReport[]> {
  const signal = AbortSignal.any([options.signal, watch.signal]);
  const paths = await fetchFiles(db, held.id, folder, signal);
  const { files } = await importFiles(url, {
    paths,
    source: held.source,
    dryRun: held.dryRun,
    // Trying to replace a demo removes nothing; doing it was agreed to.
    replaceDemo: held.replaceDemo || held.dryRun,
    actor: held.actor,
    importId: held.id,
    skip: held.done,
    signal,
    onProgress: (now) => watch.progress(now),
    beforeCommit: (tx, report, number) => recordFile(tx, held, report, number),
  });
  return files;
}

/** Ends, hands back or leaves alone an import whose work was broken off. */
async function settle(
  db: Database,
  held: HeldImport,
  leaving: AbortSignal,
  error: unknown,
): Promise<void> {
  if (error instanceof StopAsked || error instanceof NoLongerHeld) {
    // Asked to stop right before a commit, which ends it; or another worker's, and not ours to end.
    await db.transaction("lethe_import", (tx) => breakOff(tx, held));
  } else if (leaving.aborted) {
    await db.transaction("lethe_import", (tx) => releaseImport(tx, held));
    await db.transaction("lethe_worker", (tx) => sendImport(tx, held.id));
  } else if (error instanceof LostConnection || isAway(sqlState(error))) {
    // Taken up again when its lease has run out; another try is counted.
    throw error;
  } else {
    const problem = error instanceof Refusal ? error.message : failure(error);
    await db.transaction("lethe_import", (tx) => breakOff(tx, held, problem));
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Says which kind of failure, never its message: that may quote a line. */
function failure(error: unknown): string {
  const code = sqlState(error);
  return `The import met a failure that does not pass by itself${code ? ` (${code})` : ""}. The log of the worker has the cause.`;
}
