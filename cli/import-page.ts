import type { FileReport, ImportReport } from "#imports/report.ts";
import { formatCount, formatCountOf, formatFirst, formatList } from "#lib/format.ts";
import { table } from "./table.ts";

/** Rejected lines that people are shown; --json lists more. */
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
export function rejectedSentence({ files }: ImportReport, dryRun: boolean): string | undefined {
  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  if (rejected === 0) return undefined;
  const lines = formatCountOf(rejected, "line", "lines");
  const cut = files.find((file) => file.rejected > file.rejects.length);
  const listed = cut ? `the first ${formatCount(cut.rejects.length)} of a file` : "each";
  return `${lines} ${dryRun ? "would be rejected" : "rejected; the rest is in"}. --json lists ${listed} with ${cut ? "their reasons" : "its reason"}.`;
}

const jsonLists = ({ rejects, rejected }: FileReport) =>
  rejected > rejects.length ? `the first ${formatCount(rejects.length)}` : "them";

function fileLines(report: FileReport): string[] {
  const { file, rejects, rejected, createdCodes, newAccountsForPurged, warnings } = report;
  const listed = rejects.slice(0, shown);
  const codes = Object.values(createdCodes ?? {}).flat();
  const lines = [
    ...listed.map(
      ({ line, record, column, reason }) =>
        `  line ${line}${record ? ` (record ${record})` : ""}${column ? `, ${column}` : ""}: ${reason}`,
    ),
    ...(rejected > listed.length
      ? [`  and ${formatCount(rejected - listed.length)} more; --json lists ${jsonLists(report)}`]
      : []),
    ...(codes.length > 0 ? [`  new codes: ${formatFirst(codes, codesShown)}`] : []),
    ...(newAccountsForPurged
      ? [
          `  ${formatCountOf(newAccountsForPurged, "new account", "new accounts")} for a primary ID that was purged`,
        ]
      : []),
    ...(warnings ?? []).map((warning) => `  attention: ${warning}`),
  ];
  return lines.length > 0 ? ["", `${file}:`, ...lines] : [];
}
