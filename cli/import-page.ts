import type { FileReport, ImportReport } from "#imports/report.ts";
import { formatCount, formatCountOf } from "#lib/format.ts";
import { table } from "./table.ts";

/** Rejected lines that people are shown; --json lists more. */
const shown = 20;

export function importPage({ files }: ImportReport, dryRun: boolean): string {
  return [
    ...(dryRun ? ["Nothing was kept: this is what an import would do.", ""] : []),
    table(
      ["File", "Read", "Created", "Updated", "Unchanged", "Already anonymized", "Rejected"],
      files.map((file) => [
        file.file,
        file.read,
        file.created,
        file.updated,
        file.unchanged,
        file.alreadyAnonymized,
        file.rejected,
      ]),
    ),
    ...files.flatMap(fileLines),
  ].join("\n");
}

function fileLines(report: FileReport): string[] {
  const { file, rejects, rejected, createdCodes, newAccountsForPurged, warnings } = report;
  const listed = rejects.slice(0, shown);
  const lines = [
    ...listed.map(
      ({ line, record, column, reason }) =>
        `  line ${line}${record ? ` (record ${record})` : ""}${column ? `, ${column}` : ""}: ${reason}`,
    ),
    ...(rejected > listed.length
      ? [`  and ${formatCount(rejected - listed.length)} more; --json lists them`]
      : []),
    ...(Object.values(createdCodes ?? {}).some((codes: string[]) => codes.length > 0)
      ? [
          `  new codes: ${Object.values(createdCodes ?? {})
            .flat()
            .join(", ")}`,
        ]
      : []),
    ...(newAccountsForPurged
      ? [
          `  ${formatCountOf(newAccountsForPurged, "new account", "new accounts")} for a primary ID that was purged`,
        ]
      : []),
    ...(warnings ?? []).map((warning) => `  attention: ${warning}`),
  ];
  return lines.length > 0 ? ["", `${file}:`, ...lines] : [];
}
