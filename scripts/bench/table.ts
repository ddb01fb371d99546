import { familyWords } from "#lib/families.ts";
import { upperFirst } from "#lib/format.ts";
import { deletePolicyNames, type DeletePolicy } from "#lib/purge-fields.ts";
import { median } from "./context.ts";
import type { LetterFigures } from "./letters.ts";
import type { Compared, Daily, RuleSetFigures } from "./measure.ts";
import type { UpdateUsersFigures } from "./update-users.ts";
import type { PolicyFigures, PurgeFigures } from "./purge.ts";
import { otherFamilies, type FamilyFigures, type OtherFamily } from "./other-families.ts";

export interface Machine {
  cores: number;
  memoryGigabytes: number;
  node: string;
  postgres: string;
  /** Whether the server's memory is in huge pages, without which each process pays for the first touch of each page. */
  hugePages: boolean;
}

interface Conditions {
  runs: number;
  machine: Machine;
}

type Loans = Conditions & { loans: number };

const seconds = (values: number[]) =>
  `${median(values).toFixed(2)} s (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
const percent = (share: number) => `${(share * 100).toFixed(0)} %`;
const times = (value: number) => value.toFixed(2);
export const count = (value: number) => value.toLocaleString("en");

export const row = (...cells: string[]) => `| ${cells.join(" | ")} |`;
export const onMachine = ({ cores, memoryGigabytes, node, postgres, hugePages }: Machine) =>
  `${cores} cores, ${memoryGigabytes} GB, Node ${node}, ${postgres.split(" on ")[0]}, ${hugePages ? "huge pages" : "no huge pages"}.`;
const conditions = ({ runs, machine }: Conditions) =>
  `median of ${runs} ${runs === 1 ? "run" : "runs"} (smallest–largest). ${onMachine(machine)}`;

/** The figures as a Markdown page for people; docs/performance.md is made of it. */
export const comparedTable = (document: Compared & Loans): string =>
  [
    `${count(document.loans)} loans, ${conditions(document)}`,
    "",
    ...loansRows(document),
    "",
    row(
      "Other families, one worker",
      "UPDATE",
      "DELETE",
      "job",
      "UPDATE / job (≥ 10)",
      "job / DELETE (≤ 2)",
    ),
    row("---", "---:", "---:", "---:", "---:", "---:"),
    ...otherFamilies.map((family) => familyRow(family, document.families[family])),
    "",
    ...ratioRows(document.ratios),
  ].join("\n");

/** Likewise. */
export const dailyTable = ({ nightly, live, ratios, ...document }: Daily & Loans): string =>
  [
    `${count(document.loans)} loans, ${conditions(document)}`,
    "",
    row("Ratio", "measured", "wanted"),
    row("---", "---:", "---:"),
    row("nightly run, history doubled / before", times(ratios.nightlyAfterOverBefore), "< 1.1"),
    row("live p99 with the job / without", times(ratios.liveP99WithOverWithout), "≤ 2"),
    "",
    `Nightly run with 0.1 % eligible: ${seconds(nightly.before)}; with twice the anonymized history: ${seconds(nightly.after)}.`,
    `Live returns and renewals, 100 a second: median ${live.without.median.toFixed(1)} ms and p99 ${live.without.p99.toFixed(1)} ms alone (${live.without.samples} samples), ${live.with.median.toFixed(1)} ms and ${live.with.p99.toFixed(1)} ms beside the job (${live.with.samples}).`,
    `Worker's peak memory: ${document.workerPeakMegabytes === null ? "not told by this system" : `${document.workerPeakMegabytes.toFixed(0)} MB`}.`,
    `Import of ${count(document.import.loans)} loans: ${document.import.seconds.toFixed(1)} s, ${count(Math.round(document.import.perSecond))} a second, peak memory ${document.import.peakMegabytes?.toFixed(0) ?? "–"} MB.`,
  ].join("\n");

function loansRows({ plain, retain }: Compared): string[] {
  const compared = (what: string, of: (figures: RuleSetFigures) => number[]) =>
    row(what, seconds(of(plain)), seconds(of(retain)));
  return [
    row("Figure", "rules without “loans to retain”", "with it"),
    row("---", "---:", "---:"),
    row("Eligible loans", count(plain.eligible), count(retain.eligible)),
    compared("`UPDATE … SET user_id = NULL` in place", ({ update }) => update),
    compared("Bare `DELETE` of the same links", (figures) => figures.delete),
    compared("Same ranks, rules, notes, counts in one statement", ({ statement }) => statement),
    compared("**Job, one worker**", ({ job }) => job),
    compared("Job without list of cuts, look at holds and verifier", ({ jobBare }) => jobBare),
    compared("**Job, two workers**", ({ jobTwoWorkers }) => jobTwoWorkers),
    compared("Preview", ({ preview }) => preview),
  ];
}

function ratioRows({ retain, ...ratios }: Compared["ratios"]): string[] {
  const withRetain = (what: string) => `with “loans to retain”: ${what}`;
  const safeguards = "list of cuts, holds and verifier, of the job";
  return [
    row("Ratio", "measured", "wanted"),
    row("---", "---:", "---:"),
    row("UPDATE / job, one worker", times(ratios.updateOverJob), "≥ 10"),
    row("job / bare DELETE", times(ratios.jobOverDelete), "≤ 2"),
    row(safeguards, percent(ratios.safeguards), "< 15 %"),
    row(withRetain("UPDATE / job, one worker"), times(retain.updateOverJob), "≥ 5"),
    row(withRetain("UPDATE / job, two workers"), times(retain.updateOverJobTwoWorkers), "≥ 8"),
    row(withRetain("job / one statement"), times(retain.jobOverStatement), "≤ 1"),
    row(withRetain(safeguards), percent(retain.safeguards), "< 15 %"),
  ];
}

function familyRow(
  family: OtherFamily,
  { update, delete: deletion, job, ratios }: FamilyFigures,
): string {
  const { many } = familyWords[family];
  return row(
    upperFirst(many),
    seconds(update),
    seconds(deletion),
    seconds(job),
    times(ratios.updateOverJob),
    times(ratios.jobOverDelete),
  );
}

/** The letters' figures, likewise. */
export function lettersTable(figures: LetterFigures & Conditions): string {
  const { batches, months, drop, checkedDrop } = figures;
  const ratio = (one: number[], other: number[]) => times(median(one) / median(other));
  return [
    `${count(figures.letters)} letters of 2 kB in 36 months, ${conditions(figures)}`,
    "",
    row("Figure", "a fifth of each month stays", "the latest seven months stay"),
    row("---", "---:", "---:"),
    row("Letters past their period", count(batches.past), count(months.past)),
    row("Bare `DELETE` of the same letters", seconds(batches.delete), seconds(months.delete)),
    row("**Job, one worker**", seconds(batches.job), seconds(months.job)),
    row(
      "job / bare DELETE (wanted: ≤ 1.6)",
      ratio(batches.job, batches.delete),
      ratio(months.job, months.delete),
    ),
    "",
    `One month by a bare \`DROP\`: ${seconds(drop)}; by the function that looks at each of its letters first: ${seconds(checkedDrop)}.`,
    `First page of a user with 10,000 letters: ${figures.firstPage.toFixed(1)} ms (wanted: < 50 ms). Stored and past-period letters of all types: ${figures.counts.toFixed(0)} ms.`,
  ].join("\n");
}

export function purgeTable(figures: PurgeFigures & Conditions): string {
  const { users, looped, policies } = figures;
  const measured = Object.entries(policies);
  const perSecond = (of: number[], count: number) => `${Math.round(count / median(of))}`;
  const lines: [string, (one: PolicyFigures) => string][] = [
    ["**Job, one worker**", ({ job }) => seconds(job)],
    ["users / second (wanted: ≥ 3,000)", ({ job }) => perSecond(job, users)],
    [`loop, a commit each, over ${count(looped)} users`, ({ loop }) => seconds(loop)],
    ["its users / second", ({ loop }) => perSecond(loop, looped)],
    [
      "job / loop, users a second (wanted: ≥ 10 kept, ≥ 8 removed)",
      ({ job, loop }) => times(users / median(job) / (looped / median(loop))),
    ],
  ];
  return [
    `${count(users)} users with address, e-mail, phone, identifier, two notes, block, role, two categories, 20 past loans and 3 letters, ${conditions(figures)}`,
    "",
    row("Figure", ...measured.map(([policy]) => deletePolicyNames[policy as DeletePolicy])),
    row("---", ...measured.map(() => "---:")),
    ...lines.map(([what, of]) => row(what, ...measured.map(([, one]) => of(one)))),
  ].join("\n");
}

export function updateUsersTable(figures: UpdateUsersFigures & Conditions): string {
  const { users, changed, updates, file, asked } = figures;
  return [
    `${count(users)} users with identifier, e-mail, category and two loans, some with notes, blocks and fees, a tenth of them purged, ${conditions(figures)}`,
    "",
    row(
      `Update/Notify Users, ${count(changed)} users, one worker`,
      "time",
      "users / second (wanted: ≥ 10,000)",
    ),
    row("---", "---:", "---:"),
    ...updates.map((one) =>
      row(one.what, seconds(one.seconds), count(Math.round(changed / median(one.seconds)))),
    ),
    "",
    `A set of ${count(file.ids)} IDs out of a CSV file (wanted: < 20 s for 100,000): ${seconds(file.seconds)}.`,
    "",
    row("Asked of Manage Users (wanted: look-ups < 20 ms, first pages < 50 ms)", "ms"),
    row("---", "---:"),
    ...asked.map(({ what, milliseconds }) => row(what, median(milliseconds).toFixed(1))),
  ].join("\n");
}
