import type { Imported } from "./import-command.ts";
import { count, onMachine, row, type Machine } from "./table.ts";

const rate = (records: number, seconds: number) => count(Math.round(records / seconds));
const megabytes = (peak: number | null) => (peak === null ? "–" : peak.toFixed(0));
const recordsOf = ({ files }: Imported) => files.reduce((sum, { read }) => sum + read, 0);

/** Of one command over a folder of all families. */
export function folderTable(figures: Imported & { machine: Machine }): string {
  const { files, seconds, peakMegabytes } = figures;
  const records = recordsOf(figures);
  return [
    `A folder of ${count(records)} records in all families, ${onMachine(figures.machine)}`,
    "",
    row("File", "records", "seconds", "records a second"),
    row("---", "---:", "---:", "---:"),
    ...files.map((file) =>
      row(file.file, count(file.read), file.seconds.toFixed(1), rate(file.read, file.seconds)),
    ),
    row("**All, one command**", count(records), seconds.toFixed(1), rate(records, seconds)),
    "",
    `Peak memory of the command: ${megabytes(peakMegabytes)} MB.`,
  ].join("\n");
}

/** Of users of Alma's XML, new ones and then the same again. */
export function usersTable(figures: {
  created: Imported;
  again: Imported;
  machine: Machine;
}): string {
  const line = (name: string, imported: Imported) =>
    row(
      name,
      imported.seconds.toFixed(1),
      rate(recordsOf(imported), imported.seconds),
      megabytes(imported.peakMegabytes),
    );
  return [
    `${count(recordsOf(figures.created))} users of Alma's XML, ${onMachine(figures.machine)}`,
    "",
    row("Import", "seconds", "users a second", "peak memory, MB"),
    row("---", "---:", "---:", "---:"),
    line("New users", figures.created),
    line("The same again", figures.again),
  ].join("\n");
}
