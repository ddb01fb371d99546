import { expect, test } from "vitest";
import { actionWords, deedWords, fieldChanges } from "./audit-words.ts";

test.each([
  ["staff.changeRoles", "Staff: change roles"],
  ["run.abort", "Run: abort"],
  ["letters-purge.start", "Letters purge: start"],
  ["start", "Start"],
])("%s reads as %s", (action, words) => {
  expect(actionWords(action)).toBe(words);
});

test.each([
  ["rule.add", "rule “30 days” of loans", "added rule “30 days” of loans"],
  [
    "rule.default",
    "default rule of borrowingRequests",
    "changed the default rule of borrowing requests",
  ],
  ["staff.changeRoles", "Ada", "changed the roles of Ada"],
  [
    "schedule.pass",
    "schedule of anonymization",
    "let a time of the schedule of anonymization pass",
  ],
  ["staff.signIn", "Ada", "signed in"],
  ["staff.signInFailed", "$& Ada", "tried to sign in as $& Ada and failed"],
  ["import.stop", "import 0f8fad5b-d9cb-469f-a165-70867728950e", "stopped an import"],
  ["killSwitch.engage", "kill switch letters-purge", "engaged kill switch letters-purge"],
  ["run.certificate", "run 7", "signed a certificate of erasure of run 7"],
  ["certificate.newKey", "certificate key", "began with a new certificate key"],
  ["thing.unheardOf", "thing 1", "Thing: unheard of (thing 1)"],
])("%s of %s reads: %s", (action, subject, words) => {
  expect(deedWords(action, subject)).toBe(words);
});

const line = (field: string, before: string, after: string) => ({ field, before, after });

test.each<[string, unknown, unknown, unknown[]]>([
  ["nothing", null, null, []],
  ["a new thing", null, { roles: ["auditor"] }, [line("Roles", "–", "Auditor")]],
  [
    "one of two fields",
    { a: 1, timeZone: "UTC" },
    { a: 1, timeZone: "CET" },
    [line("Time zone", "UTC", "CET")],
  ],
  ["a switch", { disabled: false }, { disabled: true }, [line("Disabled", "No", "Yes")]],
  ["what went", { days: 30 }, {}, [line("Days", "30", "–")]],
  ["an emptied list", { library: ["MAIN"] }, { library: [] }, [line("Library", "MAIN", "None")]],
  ["a plain value", 1, 2, [line("Value", "1", "2")]],
  [
    "a field within a part",
    { families: { loans: { records: false, notes: true } } },
    { families: { loans: { records: true, notes: true } } },
    [line("Families: loans: records", "No", "Yes")],
  ],
  [
    "a schedule",
    { schedule: { every: "day", at: "02:00" } },
    { schedule: { every: "week", on: "Sunday", at: "03:00" } },
    [line("Schedule", "Every day at 02:00", "Every Sunday at 03:00")],
  ],
  [
    "a rule",
    null,
    {
      when: [
        { parameter: "daysSinceEnded", operator: ">", value: 30 },
        { parameter: "library", operator: "in", value: ["MAIN", "LAW"] },
        { parameter: "daysSinceUserExpiry", operator: "isEmpty" },
      ],
      anonymize: true,
    },
    [
      line(
        "Input parameters",
        "–",
        "Days since ended > more than 30; Library in list MAIN, LAW; Days since user expiry is empty",
      ),
      line("Output", "–", "Yes"),
    ],
  ],
  [
    "a list of rules",
    { rules: [] },
    { rules: [{ name: "All", enabled: true, when: [], anonymize: true }] },
    [line("Rules", "None", "All (None: Yes)")],
  ],
  ["a code keeps its letters", { FulLoan: 30 }, { FulLoan: 60 }, [line("FulLoan", "30", "60")]],
])("a change says %s", (_, before, after, lines) => {
  expect(fieldChanges(before, after)).toEqual(lines);
});
