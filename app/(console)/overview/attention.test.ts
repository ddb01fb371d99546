import { expect, test } from "vitest";
import { ages } from "#jobs/anonymize/outlook.ts";
import { families } from "#lib/families.ts";
import { attention, countedAttention } from "./attention-query.ts";
import type { Counted } from "./overview-query.ts";

type Known = Parameters<typeof attention>[0] & Counted;
const told = (known: Known) => [
  ...attention(known),
  ...countedAttention(known, { outlook: known.outlook, rest: known }),
];

const family = { version: 1, records: true, notes: true, rules: [], default: true };
const schedule = (
  job: "anonymization" | "letters-purge",
  active: boolean,
  leftOutLocal: string | null = null,
) => ({
  ...{ job, active, version: 1, schedule: { every: "day", at: "02:00" } as const },
  ...{ nextRunAt: null, nextRunLocal: null, timeZone: "UTC", firstRunByHand: false },
  ...{ missedWithinHours: 6, leftOutLocal },
});
const run = {
  ...({ id: 7, job: "anonymization", status: "failed", isActive: false } as const),
  ...({ submittedVia: "schedule", submittedBy: null, submittedAt: "", startedAt: "" } as const),
  ...{
    endedAt: "",
    seconds: 1,
    workedSeconds: 1,
    cutOff: "2026-01-01",
    timeZone: "UTC",
    problem: null,
    waitsFor: null,
  },
  ...{ planned: 0, visited: 0, batches: 0, records: 0, notes: 0, heldBack: 0 },
  ...{ isPausing: false, setAside: 0 },
};

const well: Known = {
  settings: { loans: family, fees: family, requests: family, borrowingRequests: family },
  schedules: [schedule("anonymization", true), schedule("letters-purge", true)],
  last: [],
  letters: { stored: 10, pastPeriod: 3 },
  typesToLookAt: 0,
  users: { pastPurgeDate: 0 },
  dueHolds: 0,
  rolesAreSeparate: true,
  outlook: families.map((name) => ({
    family: name,
    active: 1,
    isTold: true,
    finished: ages.map((age) => ({ age, named: age === "noEndDate" ? 0 : 5, taken: 0 })),
  })),
};
const unticked = { ...family, records: false, notes: false };

test("where all is well nothing is said", () => {
  expect(told(well)).toEqual([]);
});

test("a database without roles is told, though no screen mends it", () => {
  expect(told({ ...well, rolesAreSeparate: false })).toEqual([
    { sentence: expect.stringContaining("migrate --single-role") as unknown },
  ]);
});

test.each<[string, Partial<Known>, RegExp, string]>([
  ["holds to be looked at", { dueHolds: 2 }, /2 legal holds are due/, "/legal-holds?state=due"],
  [
    "an inactive job",
    { schedules: [schedule("anonymization", false), schedule("letters-purge", true)] },
    /nothing is forgotten by itself/,
    "/fulfillment-jobs",
  ],
  [
    "a job that is told to take nothing",
    {
      settings: {
        loans: unticked,
        fees: unticked,
        requests: unticked,
        borrowingRequests: unticked,
      },
    },
    /no kind of record is ticked/,
    "/fulfillment-jobs",
  ],
  [
    "rules that let nothing go",
    { settings: { ...well.settings, fees: { ...family, default: false } } },
    /takes fees, but no enabled rule anonymizes any/,
    "/fulfillment-jobs/rules/fees",
  ],
  [
    "records without an end date",
    {
      outlook: well.outlook.map((part) =>
        part.family === "requests"
          ? { ...part, finished: [{ age: "noEndDate" as const, named: 1, taken: 0 }] }
          : part,
      ),
    },
    /^Finished without an end date.*: 1 request\./,
    "/import",
  ],
  [
    "letters that nothing removes",
    { schedules: [schedule("anonymization", true), schedule("letters-purge", false)] },
    /^3 letters are past the retention period/,
    "/monitor-jobs",
  ],
  [
    "letter types that nobody looked at",
    { typesToLookAt: 2 },
    /^2 letter types came with an import/,
    "/letters?attention=yes",
  ],
  [
    "users past their purge date",
    { users: { pastPurgeDate: 1 } },
    /^1 account is past the purge date/,
    "/purge-user-records",
  ],
  [
    "a schedule whose missed times were left out",
    {
      schedules: [
        schedule("anonymization", true),
        schedule("letters-purge", true, "2026-11-22T03:00"),
      ],
    },
    /^Letters Purge .* was due since 22 Nov 2026, 03:00 and left out, as too late\./,
    "/monitor-jobs",
  ],
  ["a failed run", { last: [run] }, /Archiving failed\.$/, "/monitor-jobs/7"],
  [
    "a run that its brake stopped",
    { last: [{ ...run, status: "stoppedByBrake" }] },
    /stopped by its brake\.$/,
    "/monitor-jobs/7",
  ],
])("%s is told, with the way to mend it", (_, change, sentence, href) => {
  const all = told({ ...well, ...change });
  expect(all.map(({ way }) => way?.href)).toEqual([href]);
  expect(all[0]?.sentence).toMatch(sentence);
});

test("what could be counted is told where another part could not", () => {
  const { outlook, letters } = well;
  const undated = outlook.map((one) => ({
    ...one,
    finished: [{ age: "noEndDate" as const, named: 2, taken: 0 }],
  }));
  expect(countedAttention(well, { outlook: undated, rest: null })).toHaveLength(1);
  const rest = { letters, users: { pastPurgeDate: 4 } };
  expect(countedAttention(well, { outlook: null, rest })).toHaveLength(1);
});
