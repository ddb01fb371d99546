import { randomUUID } from "node:crypto";
import { Refusal } from "#lib/refusal.ts";
import { emptyDatabase, holdsDemo } from "#db/demo/empty.ts";
import { recordChange } from "#db/queries/audit.ts";
import type { Tx } from "#db/client.ts";
import { discover, type FoundFile, type GivenFile } from "./discover.ts";
import { checkBeginning, importFile, type Importing } from "./import-file.ts";
import type { FileReport, ImportProgress, ImportReport } from "./report.ts";
import { connect, explainLoss, LostConnection, type Aside, type Connection } from "./session.ts";
import { unkeptKey } from "./source-key.ts";

export interface ImportOptions {
  /** Files and folders. */
  paths: readonly (string | GivenFile)[];
  /** The system that the numbers come from; a record's key is source and number. */
  source?: string;
  /** Told from the file's name when left out. */
  format?: string;
  /** All checks and counts, and nothing kept. */
  dryRun?: boolean;
  /** Empties a demo library first; nothing else is ever emptied. */
  replaceDemo?: boolean;
  /** For the audit: a staff id, or `operator`, the command line. */
  actor?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Ends the import where it stands: nothing is kept of the file that is being imported. */
  signal?: AbortSignal;
  /** Under which the refused lines are kept for a week; a new one for each file when left out. */
  importId?: string;
  /** Files, from the first in order, that an earlier attempt has imported already. */
  skip?: number;
  /** In the transaction of each file, right before it commits; what it throws keeps the file out. */
  beforeCommit?: (tx: Tx, report: FileReport, number: number) => Promise<void>;
}

/**
 * Imports files into the database at `url`, each in one transaction, in the order of their formats:
 * users, loans and so on. A Refusal means that the file it names, and all after it, changed nothing.
 */
export async function importFiles(url: string, options: ImportOptions): Promise<ImportReport> {
  const source = (options.source ?? "alma").trim();
  if (!/^[\w.-]{1,50}$/.test(source)) {
    throw new Refusal("A source is named by up to 50 letters, digits, dots and hyphens.");
  }
  const files = await discover(options.paths, options.format);
  for (const file of files) await checkBeginning(file);
  const connection = await connect(url, options.signal);
  try {
    const run = { ...options, source };
    return options.dryRun
      ? { files: await rehearse(connection, run, files) }
      : await perform(connection, run, files);
  } catch (error) {
    // What a cancelled statement or a closed connection says is no failure of the import.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    await connection.end();
  }
}

type Run = ImportOptions & { source: string };

async function perform(
  connection: Connection,
  run: Run,
  files: FoundFile[],
): Promise<ImportReport> {
  const { skip = 0, beforeCommit } = run;
  const madeInactive =
    skip === 0 ? await connection.transaction((tx) => makeRoom(tx, run)) : undefined;
  const reports: FileReport[] = [];
  for (const [number, file] of files.entries()) {
    if (number < skip) continue;
    run.signal?.throwIfAborted();
    try {
      reports.push(
        await connection.transaction(async (tx) => {
          const report = await importFile(settings(connection, tx, run, { number, files }), file);
          await beforeCommit?.(tx, report, number);
          return report;
        }),
      );
    } catch (error) {
      throw afterOthers(explainLoss(error, file.file), reports);
    }
  }
  return { files: reports, ...(madeInactive && { madeInactive }) };
}

/** One transaction for all files, so that loans find the users of the same folder; then undone. */
async function rehearse(
  connection: Connection,
  run: Run,
  files: FoundFile[],
): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  const key = unkeptKey();
  const over = new Error("the dry run is over");
  try {
    await connection.transaction(async (tx) => {
      await makeRoom(tx, run);
      for (const [number, file] of files.entries()) {
        run.signal?.throwIfAborted();
        const importing = settings(connection, tx, run, { number, files });
        // Within the one transaction, so that nothing stays, and nothing of it is waited for.
        const within: Aside = async (work) => void (await work(tx));
        reports.push(await importFile({ ...importing, aside: within, unkeptKey: key }, file));
      }
      throw over;
    });
  } catch (error) {
    if (error !== over) throw explainLoss(error, files[reports.length]?.file ?? "the files");
  }
  return reports;
}

const settings = (
  { client, aside }: Connection,
  tx: Tx,
  run: Run,
  { number, files }: { number: number; files: FoundFile[] },
): Importing => ({
  tx,
  client,
  aside,
  source: run.source,
  dryRun: run.dryRun ?? false,
  actor: run.actor ?? "operator",
  signal: run.signal,
  importId: run.importId ?? randomUUID(),
  onProgress: (progress) => run.onProgress?.({ ...progress, number, files: files.length }),
});

/** Real records do not go among invented ones. Of a demo that was replaced: the jobs that were active. */
async function makeRoom(tx: Tx, run: Run): Promise<string[] | undefined> {
  if (!(await holdsDemo(tx))) return undefined;
  if (!run.replaceDemo) {
    throw new Refusal(
      "This database holds the demo library. Import with --replace-demo to empty it first.",
    );
  }
  const active = await emptyDatabase(tx);
  // A dry run is one long transaction, and would keep everybody else from the audit.
  if (!run.dryRun) {
    await recordChange(tx, run.actor ?? "operator", {
      action: "demo.replace",
      subject: "demo library",
      before: { activeJobs: active },
      after: { activeJobs: [] },
    });
  }
  return active;
}

function afterOthers(error: unknown, done: FileReport[]): unknown {
  if (!(error instanceof Refusal) || done.length === 0) return error;
  const names = done.map((report) => report.file).join(", ");
  const Kind = error instanceof LostConnection ? LostConnection : Refusal;
  return new Kind(
    `${error.message} (${names} went in before; importing again changes nothing there.)`,
  );
}
