import { Refusal } from "#lib/refusal.ts";
import { emptyDatabase, holdsDemo } from "#db/demo/empty.ts";
import { discover, type FoundFile } from "./discover.ts";
import { checkBeginning, importFile } from "./import-file.ts";
import type { FileReport, ImportProgress, ImportReport } from "./report.ts";
import { cancelOnAbort, connect, explainLoss, type Connection } from "./session.ts";

export interface ImportOptions {
  /** Files and folders. */
  paths: readonly string[];
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
  /** Ends the import at once; nothing of the file at hand is kept. */
  signal?: AbortSignal;
  onProgress?: (progress: ImportProgress) => void;
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
  for (const file of files) {
    if (options.signal?.aborted) throw stopped(file.file);
    await checkBeginning(file);
  }
  const connection = await connect(url);
  const canceling = options.signal && (await cancelOnAbort(url, connection, options.signal));
  try {
    const run = { ...options, source };
    return {
      files: options.dryRun
        ? await rehearse(connection, run, files)
        : await perform(connection, run, files),
    };
  } finally {
    canceling?.release();
    await connection.end();
  }
}

const stopped = (file: string) =>
  new Refusal(`The import was stopped. Nothing of ${file} was kept.`);

/** What to say of an error that ended the import of this file. */
const explain = (error: unknown, { signal }: ImportOptions, file: string): unknown =>
  signal?.aborted ? stopped(file) : explainLoss(error, file);

type Run = ImportOptions & { source: string };

async function perform(
  connection: Connection,
  run: Run,
  files: FoundFile[],
): Promise<FileReport[]> {
  await connection
    .transaction((tx) => makeRoom(tx, run))
    .catch((error: unknown) => {
      throw explain(error, run, files[0]?.file ?? "the files");
    });
  const reports: FileReport[] = [];
  for (const file of files) {
    try {
      run.signal?.throwIfAborted();
      reports.push(
        await connection.transaction((tx) =>
          importFile({ tx, ...settings(connection, run) }, file),
        ),
      );
    } catch (error) {
      throw afterOthers(explain(error, run, file.file), reports);
    }
  }
  return reports;
}

/** One transaction for all files, so that loans find the users of the same folder; then undone. */
async function rehearse(
  connection: Connection,
  run: Run,
  files: FoundFile[],
): Promise<FileReport[]> {
  const reports: FileReport[] = [];
  const over = new Error("the dry run is over");
  try {
    await connection.transaction(async (tx) => {
      await makeRoom(tx, run);
      for (const file of files) {
        run.signal?.throwIfAborted();
        reports.push(await importFile({ tx, ...settings(connection, run) }, file));
      }
      throw over;
    });
  } catch (error) {
    if (error !== over) throw explain(error, run, files[reports.length]?.file ?? "the files");
  }
  return reports;
}

const settings = ({ client }: Connection, run: Run) => ({
  client,
  source: run.source,
  dryRun: run.dryRun ?? false,
  actor: run.actor ?? "operator",
  signal: run.signal,
  onProgress: run.onProgress ?? (() => {}),
});

/** Real records do not go among invented ones. */
async function makeRoom(
  tx: Parameters<Parameters<Connection["transaction"]>[0]>[0],
  run: Run,
): Promise<void> {
  if (!(await holdsDemo(tx))) return;
  if (!run.replaceDemo) {
    throw new Refusal(
      "This database holds the demo library. Import with --replace-demo to empty it first.",
    );
  }
  await emptyDatabase(tx);
}

function afterOthers(error: unknown, done: FileReport[]): unknown {
  if (!(error instanceof Refusal) || done.length === 0) return error;
  const names = done.map((report) => report.file).join(", ");
  return new Refusal(
    `${error.message} (${names} went in before; importing again changes nothing there.)`,
  );
}
