import type { FileReport, ImportReport } from "#imports/report.ts";
import { formatCount, formatCountOf, formatFirst, formatList } from "#lib/format.ts";
import { table } from "./table.ts";

/** Rejected lines that people are shown. */
const shown = 20;
const codesShown = 10;

export function importPage({ files, madeInactive }: ImportReport, dryRun: boolean): string {
  return [
    ...(dryRun ? ["Nothing was kept: this is what an import would do.", ""] : []),
    ...(madeInactive ? [replacedSentence(madeInactive), ""] : []),
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

const replacedSentence = (jobs: string[]) =>
  jobs.length === 0
    ? "The demo library was emptied first. No job was active."
    : `The demo library was emptied first, and ${formatList(jobs)} made inactive: look at the rules before you switch a schedule on again.`;

/** Some refused lines are normal for a library and fail no import, but must not go unseen either. */
export function rejectedSentence(
  { files }: ImportReport,
  dryRun: boolean,
  file?: string,
): string | undefined {
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  if (rejected === 0) return undefined;
  const lines = formatCountOf(rejected, "line", "lines");
  const where =
    file ?? (files.some(({ moreRejects }) => moreRejects) ? "--rejects FILE" : "--json");
  return `${lines} ${dryRun ? "would be rejected" : "rejected; the rest is in"}. ${where} lists each with its reason.`;
}

function fileLines(report: FileReport): string[] {
  const { file, rejects, rejected, moreRejects, createdCodes, newAccountsForPurged, warnings } =
    report;
  const listed = rejects.slice(0, shown);
  const codes = Object.values(createdCodes ?? {}).flat();
  const lines = [
    ...listed.map(
      ({ line, record, column, reason }) =>
        `  line ${line}${record ? ` (record ${record})` : ""}${column ? `, ${column}` : ""}: ${reason}`,
    ),
    ...(rejected > listed.length
      ? [
          `  and ${formatCount(rejected - listed.length)} more; ${moreRejects ? "--rejects FILE" : "--json"} lists them`,
        ]
      : []),
    ...(codes.length > 0 ? [`  new codes: ${formatFirst(codes, codesShown)}`] : []),
    ...(newAccountsForPurged
      ? [
          `  ${formatCountOf(newAccountsForPurged, "new account", "new accounts")} for a primary ID that was purged (counted where the policy kept the primary ID)`,
        ]
      : []),
    ...(warnings ?? []).map((warning) => `  attention: ${warning}`),
  ];
  return lines.length > 0 ? ["", `${file}:`, ...lines] : [];
}
