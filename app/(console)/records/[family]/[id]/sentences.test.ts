import { expect, test } from "vitest";
import type { Explanation, LinkExplanation, RuleVerdict } from "#jobs/anonymize/explain.ts";
import { explanationSentences, verdictText } from "./sentences-view.ts";

const rule: RuleVerdict = {
  place: 1,
  name: "30 days",
  enabled: true,
  anonymize: true,
  when: [
    { parameter: "daysSinceEnded", operator: ">", value: 30 },
    { parameter: "library", operator: "in", value: ["ARCH"] },
  ],
  matches: false,
  decides: false,
  failed: [0],
};
const link: LinkExplanation = {
  withheld: null,
  goesToday: false,
  goesOn: "2026-12-03",
  goesBy: 1,
  rank: 7,
};
const told: Explanation = {
  family: "loans",
  id: 7,
  today: "2026-11-24",
  takes: { records: true, notes: true },
  rules: [rule],
  byDefault: { anonymize: false, decides: true },
  link,
  hasNote: false,
};

test("a loan of a deleted patron is among no latest ones", () => {
  expect(explanationSentences({ ...told, link: { ...link, rank: null } })).toContain(
    "Its patron is deleted, so no number of loans to retain keeps it.",
  );
});

test("a record that goes later says from when on, by what, who decides today, and its rank", () => {
  expect(explanationSentences(told)).toEqual([
    "If nothing changes but the calendar, this loan goes from 3 Dec 2026 on, by rule 1, “30 days”.",
    "Today no rule matches, so the default rule decides: keep it.",
    "For “Number of loans to retain” it counts as number 7, latest first, of the patron's returned loans.",
  ]);
});

test.each<[string, Partial<Explanation>, string]>([
  ["anonymized", { link: null }, "Anonymized; nothing here tells of whom."],
  [
    "active",
    { link: { ...link, withheld: "active" } },
    "This loan is active: no rule is asked about it until it is returned or closed.",
  ],
  [
    "finished without an end",
    { family: "fees", link: { ...link, withheld: "noEndDate" } },
    "This fee is finished, but no end date is known of it. It is held back under every rule until an import brings one.",
  ],
  [
    "due today",
    { link: { ...link, goesToday: true } },
    "The rules let this loan go at the next run.",
  ],
  [
    "kept for good",
    { link: { ...link, goesOn: null, goesBy: null } },
    "Never under these rules: nothing lets this loan go as it stands.",
  ],
])("what is %s is said first", (_, change, sentence) => {
  expect(explanationSentences({ ...told, ...change })[0]).toBe(sentence);
});

test("what the job is not told to take is said, whatever the rules let go", () => {
  const said = (takes: Explanation["takes"], hasNote: boolean) =>
    explanationSentences({ ...told, takes, hasNote })[2];
  expect(said({ records: false, notes: false }, true)).toMatch(/neither box of loans is ticked/);
  expect(said({ records: false, notes: true }, true)).toMatch(/its note goes then, and the patron/);
  expect(said({ records: true, notes: false }, true)).toMatch(/Its note stays/);
  expect(said({ records: true, notes: false }, false)).toMatch(/Number of loans to retain/);
});

test("a note that outlived its link is said, and when it goes", () => {
  const alone = { ...told, link: null, hasNote: true };
  expect(explanationSentences(alone)[1]).toMatch(/goes at the next run/);
  const kept = { ...alone, takes: { records: true, notes: false } };
  expect(explanationSentences(kept)[1]).toMatch(/may name a person/);
});

test("a rule says which of its parameters do not match, and what stands before it", () => {
  expect(verdictText(told, rule)).toBe(
    "Does not match: Days since ended (returned more than 30 days ago)",
  );
  const second: RuleVerdict = { ...rule, place: 2, matches: true, failed: [] };
  const first: RuleVerdict = { ...second, place: 1, decides: true };
  expect(verdictText({ ...told, rules: [first, second] }, second)).toBe(
    "Matches, but rule 1 decides first",
  );
  expect(verdictText(told, first)).toBe("Matches and decides");
  expect(verdictText(told, { ...rule, enabled: false })).toBe("Not enabled: passed over");
});
