import type { Import, ImportCounts, ImportedFile } from "#db/queries/imports.ts";
import { formatCount, formatCountOf, formatFirst, formatList } from "#lib/format.ts";

const namesShown = 3;
const codesShown = 10;

/** What an import is called: its files, or the first of many. */
export const nameList = (names: readonly string[]): string =>
  formatFirst(names, namesShown, "more files");

/** Of files that are chosen while others of their names are: an import takes one of each name. */
export function replacedSentence(chosen: readonly string[], before: readonly string[]): string {
  const replaced = before.filter((name) => chosen.includes(name));
  if (replaced.length === 0) return "";
  const [were, ones] = replaced.length === 1 ? ["was", "the one"] : ["were", "those"];
  return `${nameList(replaced)} ${were} replaced by ${ones} chosen last.`;
}

/** What a file of this format holds: "fee transactions". */
export const formatWords = (format: string): string => format.replaceAll("_", " ");

const parts: [keyof ImportCounts, string][] = [
  ["created", "new"],
  ["updated", "updated"],
  ["unchanged", "unchanged"],
  ["alreadyAnonymized", "already anonymized"],
  ["rejected", "rejected"],
];

/** "41,200 loans read: 40,000 new, 1,000 unchanged and 200 rejected." */
export function fileSentence(file: ImportCounts & { format: string }): string {
  const many = formatWords(file.format);
  const read = `${formatCountOf(file.read, many.replace(/s$/, ""), many)} read`;
  const told = parts.filter(([name]) => file[name] > 0);
  if (told.length === 0) return `${read}.`;
  return `${read}: ${formatList(told.map(([name, word]) => `${formatCount(file[name])} ${word}`))}.`;
}

/** What else a file's report says, beside its warnings. */
export function fileRemarks(file: ImportedFile): string[] {
  const { createdCodes, newAccountsForPurged } = file;
  return [
    ...(createdCodes.length > 0
      ? [`Codes that were not there before: ${formatFirst(createdCodes, codesShown)}.`]
      : []),
    ...(newAccountsForPurged > 0
      ? [
          `${formatCountOf(newAccountsForPurged, "new account", "new accounts")} for a primary ID that was purged, with nothing of the old; counted where the policy kept the primary ID.`,
        ]
      : []),
  ];
}

/** Where a moving import is. */
export function progressSentence(now: Import): string {
  if (now.status === "stopping") return "Stopping. Nothing is kept of the file it is at.";
  if (now.status === "queued") return "Waiting for a worker.";
  if (!now.isHeld) return "Its worker is gone. Another one takes it up within a minute.";
  const { progress } = now;
  if (!progress) return "A worker has begun.";
  const file = progress.name ?? "a file";
  const place =
    progress.files > 1 ? ` (file ${progress.number + 1} of ${formatCount(progress.files)})` : "";
  const rows = formatCountOf(progress.rows, "line", "lines");
  switch (progress.step) {
    case "waiting":
      return "Another import is under way. This one begins after it.";
    case "reading":
      return `Reading ${file}${place}: ${rows} so far.`;
    case "checking":
      return `Checking ${rows} of ${file}${place}.`;
    case "writing":
      return `Writing ${file}${place}: ${formatCountOf(progress.rows, "record", "records")} so far.`;
  }
}

/** What became of an import that has ended, before its files are told one by one. */
export function outcomeSentence(now: Import): string {
  const { status, dryRun, reports, rejected } = now;
  switch (status) {
    case "completed":
    case "completedWithRejects":
      return dryRun
        ? `Nothing is imported yet: this is what an import would do.${rejected > 0 ? ` It would leave out ${formatCountOf(rejected, "line", "lines")}.` : ""}`
        : doneSentence(now);
    case "stopped":
      return dryRun || reports.length === 0
        ? "Stopped. Nothing was imported."
        : "Stopped. The files listed here are in; nothing of the others is.";
    case "failed":
      return dryRun || reports.length === 0
        ? "Nothing was imported."
        : "The files listed here are in; nothing of the others is.";
    case "uploading":
    case "queued":
    case "running":
    case "stopping":
      return "";
  }
}

function doneSentence({ rejected, alreadyAnonymized }: Import): string {
  const sentences = [
    ...lineSentence(rejected, "left out"),
    ...lineSentence(
      alreadyAnonymized,
      "already anonymized or past the retention period, and not stored",
    ),
  ];
  return sentences.length === 0
    ? "Everything that was read is in."
    : ["The import is done.", ...sentences].join(" ");
}

/** "2 lines were left out.", or nothing of none. */
const lineSentence = (count: number, what: string): string[] =>
  count === 0
    ? []
    : [`${formatCountOf(count, "line", "lines")} ${count === 1 ? "was" : "were"} ${what}.`];
