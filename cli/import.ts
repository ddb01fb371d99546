import { finished, pipeline } from "node:stream/promises";
import { rejectCells, rejectColumns } from "#db/queries/imports.ts";
import { readInstitution } from "#db/queries/institution.ts";
import { takenFormats } from "#imports/formats.ts";
import { importFiles, type ImportOptions } from "#imports/import.ts";
import type { ImportProgress } from "#imports/report.ts";
import { csvLines, csvText } from "#lib/csv.ts";
import { formatCount } from "#lib/format.ts";
import { command, WrongUsage, type Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";
import { writeWhole } from "./files.ts";
import { fromHere } from "./from-here.ts";
import { importPage, rejectedSentence } from "./import-page.ts";

export const importCommand = command({
  name: "import",
  summary: "Import users and their records: files, folders, archives. Importing again updates.",
  usage:
    "import <file or folder>… [--source NAME] [--format FORMAT] [--rejects FILE] [--dry-run] [--replace-demo]",
  options: {
    source: {
      type: "string",
      placeholder: "NAME",
      about: "the system that the numbers come from (alma)",
    },
    format: {
      type: "string",
      placeholder: "FORMAT",
      about: `where the file's name does not tell: ${takenFormats.join(", ")}`,
    },
    rejects: {
      type: "string",
      placeholder: "FILE",
      about: "write every rejected line with its reason into a CSV file, of a dry run too",
    },
    "dry-run": { type: "boolean", about: "check and count, and keep nothing" },
    "replace-demo": { type: "boolean", about: "empty the demo library first" },
  },
  examples: [
    "import users.csv loans.csv",
    "import export-folder --dry-run --rejects rejected.csv",
    "import alma-users.xml.gz library.zip",
    "import 2026-03.csv --format loans --source sierra --json",
  ],

  async run({ values, positionals, connect, terminal }) {
    if (positionals.length === 0) throw new WrongUsage("Say which files or folders to import.");
    if (values.source?.trim() === "") throw new WrongUsage("--source takes a name.");
    const dryRun = values["dry-run"] ?? false;
    const connection = await connect();
    const replaceDemo =
      values["replace-demo"] ?? (!dryRun && (await agreesToReplace(connection, terminal)));
    const { source, format, rejects } = values;
    const options: ImportOptions = {
      paths: positionals.map(fromHere),
      ...(source === undefined ? {} : { source }),
      ...(format === undefined ? {} : { format }),
      dryRun,
      replaceDemo,
      actor: "operator",
      onProgress: progressLines(terminal),
    };
    const report =
      rejects === undefined
        ? await importFiles(connection.url, options)
        : await importWithRejects(connection.url, options, rejects);
    const text = importPage(report, dryRun);
    const rejected = rejectedSentence(report, dryRun, rejects);
    if (rejected) terminal.say(rejected);
    return { json: report, text };
  },
});

/**
 * A disk without room keeps the records of the file that is at work out, too. Files before one that fails
 * have gone in, and their rejected lines are kept.
 */
async function importWithRejects(url: string, options: ImportOptions, rejects: string) {
  const [imported] = await writeWhole(rejects, async (to) => {
    to.write(csvText(rejectColumns, []));
    const onRejects: ImportOptions["onRejects"] = (tx, importId) =>
      pipeline(
        rejectCells((work) => work(tx), importId),
        csvLines(rejectColumns, { header: false }),
        to,
        { end: false },
      );
    const ended = await Promise.allSettled([importFiles(url, { ...options, onRejects })]);
    await finished(to.end());
    return ended;
  });
  if (imported.status === "rejected") throw imported.reason;
  return imported.value;
}

/** Where nobody can be asked, the import itself refuses. */
async function agreesToReplace({ db }: Connection, terminal: Terminal): Promise<boolean> {
  const { isDemo } = await db.transaction("lethe_web", readInstitution);
  if (!isDemo) return false;
  const answer = await terminal.ask(
    "This is a demo library. Type replace to empty it and import instead:",
  );
  return answer?.trim().toLowerCase() === "replace";
}

/** A line when a file or a step begins. */
function progressLines({ say }: Terminal): (progress: ImportProgress) => void {
  let last = "";
  return ({ file, step, rows }) => {
    const now = `${file}: ${step}`;
    if (now !== last) say(`${now}${rows > 0 ? ` (${formatCount(rows)})` : ""} …`);
    last = now;
  };
}
