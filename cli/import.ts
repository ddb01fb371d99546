import { readInstitution } from "#db/queries/institution.ts";
import { takenFormats } from "#imports/formats.ts";
import { importFiles } from "#imports/import.ts";
import type { ImportProgress } from "#imports/report.ts";
import { formatCount } from "#lib/format.ts";
import { command, WrongUsage, type Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";
import { fromHere } from "./from-here.ts";
import { importPage, rejectedSentence } from "./import-page.ts";

export const importCommand = command({
  name: "import",
  summary: "Import users and their records: files, folders, archives. Importing again updates.",
  usage: "import <file or folder>… [--source NAME] [--format FORMAT] [--dry-run] [--replace-demo]",
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
    "dry-run": { type: "boolean", about: "check and count, and keep nothing" },
    "replace-demo": { type: "boolean", about: "empty the demo library first" },
  },
  examples: [
    "import users.csv loans.csv",
    "import export-folder --dry-run",
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
    const report = await importFiles(connection.url, {
      paths: positionals.map(fromHere),
      ...(values.source === undefined ? {} : { source: values.source }),
      ...(values.format === undefined ? {} : { format: values.format }),
      dryRun,
      replaceDemo,
      actor: "operator",
      onProgress: progressLines(terminal),
    });
    const text = importPage(report, dryRun);
    const rejected = rejectedSentence(report, dryRun);
    if (rejected) terminal.say(rejected);
    return { json: report, text };
  },
});

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
