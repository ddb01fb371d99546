import { randomUUID } from "node:crypto";
import { Refusal } from "#lib/refusal.ts";
import { emptyDatabase, holdsDemo } from "#db/demo/empty.ts";
import { recordChange } from "#db/queries/audit.ts";
import type { Tx } from "#db/client.ts";
import { discover, type FoundFile, type GivenFile } from "./discover.ts";
import { checkBeginning, importFile, type Importing } from "./import-file.ts";
import { readAhead, type Turn } from "./read-ahead.ts";
import type { FileReport, ImportProgress, ImportReport } from "./report.ts";
import { connected, explainLoss, LostConnection, type Aside, type Connection } from "./session.ts";
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
  /** In the transaction of each file, of a dry run's too: its refused lines can be read by this id. */
  onRejects?: (tx: Tx, importId: string) => Promise<void>;
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
  const run = { ...options, source };
  try {
    return options.dryRun ? await rehearse(url, run, files) : await perform(url, run, files);
  } catch (error) {
    // What a cancelled statement or a closed connection says is no failure of the import.
    options.signal?.throwIfAborted();
    throw error;
  }
}

type Run = ImportOptions & { source: string };

async function perform(url: string, run: Run, files: FoundFile[]): Promise<ImportReport> {
  const { skip = 0, signal } = run;
  const madeInactive =
    skip === 0
      ? await connected(url, signal, ({ transaction }) => transaction((tx) => makeRoom(tx, run)))
      : undefined;
  const reports: FileReport[] = [];
  try {
    await readAhead(
      [...files.entries()].slice(skip),
      ([number, file], turn) => importAlone(url, run, file, { number, files: files.length, turn }),
      (report) => reports.push(report),
    );
  } catch (error) {
    const explained = explainLoss(error, files[skip + reports.length]?.file ?? "the files");
    throw withWhatIsDone(explained, reports, madeInactive !== undefined);
  }
  return { files: reports, ...(madeInactive && { madeInactive }) };
}

/** A file in a transaction of its own, on a connection of its own. */
const importAlone = (url: string, run: Run, file: FoundFile, place: Place): Promise<FileReport> =>
  connected(url, run.signal, (connection) =>
    connection.transaction(async (tx) => {
      const report = await importFile(settings(connection, tx, run, place), file);
      await run.beforeCommit?.(tx, report, place.number);
      return report;
    }),
  );

/** One transaction for all files, so that loans find the users of the same folder; then undone. */
async function rehearse(url: string, run: Run, files: FoundFile[]): Promise<ImportReport> {
  const reports: FileReport[] = [];
  const key = unkeptKey();
  const over = new Error("the dry run is over");
  const tryAll = async (connection: Connection, tx: Tx) => {
    await makeRoom(tx, run);
    for (const [number, file] of files.entries()) {
      run.signal?.throwIfAborted();
      const importing = settings(connection, tx, run, { number, files: files.length });
      // Within the one transaction, so that nothing stays, and nothing of it is waited for.
      const within: Aside = async (work) => void (await work(tx));
      reports.push(await importFile({ ...importing, aside: within, unkeptKey: key }, file));
    }
    throw over;
  };
  try {
    await connected(url, run.signal, (connection) =>
      connection.transaction((tx) => tryAll(connection, tx)),
    );
  } catch (error) {
    if (error !== over) throw explainLoss(error, files[reports.length]?.file ?? "the files");
  }
  return { files: reports };
}

/** Which of how many files, and its turn where it is read ahead of it. */
interface Place {
  number: number;
  files: number;
  turn?: Turn;
}

const settings = (
  { client, aside }: Connection,
  tx: Tx,
  run: Run,
  { number, files, turn }: Place,
): Importing => ({
  tx,
  client,
  aside,
  source: run.source,
  dryRun: run.dryRun ?? false,
  actor: run.actor ?? "operator",
  signal: turn && run.signal ? AbortSignal.any([turn.signal, run.signal]) : (turn ?? run).signal,
  importId: run.importId ?? randomUUID(),
  onRejects: run.onRejects,
  turn: async () => turn?.come(),
  onProgress(progress) {
    // Progress is reported for the file being written, not the one being read ahead.
    if (turn?.isHere !== false) run.onProgress?.({ ...progress, number, files });
  },
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

/** A refusal that says what it cannot undo. */
function withWhatIsDone(error: unknown, done: FileReport[], isDemoGone: boolean): unknown {
  if (!(error instanceof Refusal)) return error;
  const names = done.map((report) => report.file).join(", ");
  const sentences = [
    error.message,
    ...(isDemoGone ? ["(The demo library was emptied before.)"] : []),
    ...(done.length > 0
      ? [`(${names} went in before; importing again changes nothing there.)`]
      : []),
  ];
  const Kind = error instanceof LostConnection ? LostConnection : Refusal;
  return new Kind(sentences.join(" "));
}
