import type { WholeConfiguration } from "./configuration.ts";
import { families, familyWords, type Family } from "./families.ts";
import { formatCount, formatCountOf, lowerFirst } from "./format.ts";
import type { MailFields } from "./mail-settings.ts";
import type { Rule } from "./rules.ts";
import type { RunLimits } from "./run-limits.ts";
import { missedWords } from "./missed.ts";
import { scheduleSentence, type Schedule } from "./schedule.ts";

type Sentences = (string | false)[];

/** What differs between two configurations, a sentence each; empty when nothing does. */
export function describeChanges(before: WholeConfiguration, after: WholeConfiguration): string[] {
  const was = before.institution;
  const becomes = after.institution;
  const sentences: Sentences = [
    changed("The institution's name", was.name, becomes.name),
    changed("The time zone", was.timeZone, becomes.timeZone),
    changed("The currency", was.currency, becomes.currency),
    ...jobChanges("The anonymization job", before.anonymization, after.anonymization),
    ...families.flatMap((family) => familyChanges(family, before, after)),
    ...jobChanges("The letters purge", before.letters, after.letters),
    ...Object.entries(after.letters.retentionDays).map(([code, days]) =>
      changed(
        `The retention period of ${code}`,
        periodText(before.letters.retentionDays[code] ?? null),
        periodText(days),
      ),
    ),
    ...Object.entries(after.letters.enabled).map(
      ([code, enabled]) =>
        enabled !== (before.letters.enabled[code] ?? true) &&
        `The letter ${code} becomes ${enabled ? "enabled" : "disabled"}.`,
    ),
    ...mailChanges(before.mail, after.mail),
    ...limitChanges(before.runLimits, after.runLimits),
    changed("The Delete User Policy", before.deleteUserPolicy, after.deleteUserPolicy),
  ];
  return sentences.filter((sentence) => sentence !== false);
}

const mailChanges = (was: MailFields, becomes: MailFields): Sentences => [
  changed("The mail server", was.host ?? "none", becomes.host ?? "none"),
  changed("The mail server's port", String(was.port), String(becomes.port)),
  changed("How the connection for mails is secured", was.security, becomes.security),
  changed("The user name for mails", was.username ?? "none", becomes.username ?? "none"),
  changed("The sender of mails", was.sender ?? "none", becomes.sender ?? "none"),
];

interface JobPart {
  active: boolean;
  schedule: Schedule;
  missedWithinHours: number | null;
}

const jobChanges = (job: string, before: JobPart, after: JobPart): Sentences => [
  before.active !== after.active && `${job} becomes ${after.active ? "active" : "inactive"}.`,
  changed(
    `The schedule of ${lowerFirst(job)}`,
    lowerFirst(scheduleSentence(before.schedule)),
    lowerFirst(scheduleSentence(after.schedule)),
  ),
  changed(
    `What becomes of a missed time of ${lowerFirst(job)}`,
    missedWords(before.missedWithinHours),
    missedWords(after.missedWithinHours),
  ),
];

function familyChanges(
  family: Family,
  before: WholeConfiguration,
  after: WholeConfiguration,
): Sentences {
  const words = familyWords[family];
  const was = before.anonymization.families[family];
  const becomes = after.anonymization.families[family];
  return [
    was.records !== becomes.records && boxText(words.records, becomes.records),
    was.notes !== becomes.notes && boxText(words.notes, becomes.notes),
    ruleChanges(words.rules, was.rules, becomes.rules),
    was.default !== becomes.default &&
      `${words.rules}: the default rule becomes ${outputText(becomes.default)} (was ${outputText(was.default)}).`,
  ];
}

const limitChanges = (was: RunLimits, becomes: RunLimits): Sentences => {
  const percent = (limits: RunLimits, of: "marginPercent" | "sharePercent") => `${limits[of]} %`;
  const share = ({ shareOfOnePercent, shareOfOneFrom }: RunLimits) =>
    shareOfOnePercent === null
      ? "off"
      : `${shareOfOnePercent} % of at least ${formatCount(shareOfOneFrom)}`;
  const most = ({ mostOfOne }: RunLimits) => (mostOfOne === null ? "off" : formatCount(mostOfOne));
  const approval = ({ approvalAbove }: RunLimits) =>
    approvalAbove === null ? "off" : formatCount(approvalAbove);
  const hours = ({ restFrom, restUntil }: RunLimits) =>
    restFrom === null ? "none" : `${restFrom} to ${restUntil}`;
  const size = ({ rewriteUpToMb }: RunLimits) => `${formatCount(rewriteUpToMb)} MB`;
  const span = ({ rewriteFrom, rewriteUntil }: RunLimits) => `${rewriteFrom} to ${rewriteUntil}`;
  const kept = ({ backupDays }: RunLimits) =>
    backupDays === null ? "not said" : formatCount(backupDays);
  const old = ({ backupWarnHours }: RunLimits) =>
    backupWarnHours === null ? "none" : formatCount(backupWarnHours);
  return [
    changed("The margin of runs", percent(was, "marginPercent"), percent(becomes, "marginPercent")),
    changed("The share of runs", percent(was, "sharePercent"), percent(becomes, "sharePercent")),
    changed("The share of one library or user group", share(was), share(becomes)),
    changed("The most that may go of one library or user group", most(was), most(becomes)),
    changed(
      "What a scheduled run may take of the last runs",
      `${was.timesLastRuns} times`,
      `${becomes.timesLastRuns} times`,
    ),
    changed("The number that needs a second person", approval(was), approval(becomes)),
    changed("The hours in which no batch begins", hours(was), hours(becomes)),
    changed("Tables are rewritten at once up to", size(was), size(becomes)),
    changed("The window for larger tables", span(was), span(becomes)),
    changed("The days that backups are kept", kept(was), kept(becomes)),
    changed("The hours after which a backup is too old", old(was), old(becomes)),
    was.backupRequired !== becomes.backupRequired &&
      boxText("Nothing that removes starts without a verified backup", becomes.backupRequired),
  ];
};

/** Rules are known by their names; of two with one name the one at the same place is meant. */
function ruleChanges(list: string, before: Rule[], after: Rule[]): string | false {
  if (same(before, after)) return false;
  const left = [...before];
  const kept: Rule[] = [];
  const news: string[] = [];
  const edited: string[] = [];
  for (const rule of after) {
    const exact = left.findIndex((old) => same(old, rule));
    const at = exact >= 0 ? exact : left.findIndex((old) => old.name === rule.name);
    const [old] = at >= 0 ? left.splice(at, 1) : [];
    if (!old) news.push(rule.name);
    else kept.push(old);
    if (old && !same(old, rule)) edited.push(rule.name);
  }
  const moved = !same(
    kept,
    before.filter((old) => kept.includes(old)),
  );
  const parts = [
    news.length > 0 && `added ${quoted(news)}`,
    edited.length > 0 && `changed ${quoted(edited)}`,
    left.length > 0 && `removed ${quoted(left.map(({ name }) => name))}`,
    moved && "another order",
  ].filter((part) => part !== false);
  return `${list}: ${parts.join("; ")}.`;
}

const changed = (what: string, before: string, after: string): string | false =>
  before !== after && `${what} becomes ${after} (was ${before}).`;

const boxText = (label: string, ticked: boolean) => `${label}: ${ticked ? "on" : "off"}.`;
const outputText = (anonymize: boolean) => (anonymize ? "True" : "False");
const periodText = (days: number | null) =>
  days === null ? "blank" : formatCountOf(days, "day", "days");
const quoted = (names: string[]) => names.map((name) => `“${name}”`).join(", ");
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
