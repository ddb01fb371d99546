import { expect, test } from "vitest";
import { missedOf } from "#lib/missed.ts";
import { scheduleOf } from "#lib/schedule.ts";
import { boxesOf, jobForm } from "./schema.ts";

const missedSentence = "Enter whole hours, from 1 to 8,760.";
const sent = {
  scheduleVersion: "3",
  status: "active",
  every: "day",
  weekday: "Sunday",
  monthDay: "1",
  at: "02:00",
  cron: "0 2 * * 1",
  missed: "always",
  missedHours: "6",
  loansVersion: "7",
  loansRecords: true,
  loansNotes: false,
  feesVersion: "1",
  feesRecords: false,
  feesNotes: true,
  requestsVersion: "1",
  requestsRecords: false,
  requestsNotes: false,
  borrowingRequestsVersion: "1",
  borrowingRequestsRecords: false,
  borrowingRequestsNotes: false,
};

test.each([
  [{}, { every: "day", at: "02:00" }],
  [{ every: "week" }, { every: "week", on: "Sunday", at: "02:00" }],
  [
    { every: "month", monthDay: " 31 " },
    { every: "month", on: 31, at: "02:00" },
  ],
  [{ monthDay: "99" }, { every: "day", at: "02:00" }],
  [
    { every: "cron", cron: " 0  2 * * 1 " },
    { every: "cron", cron: "0 2 * * 1" },
  ],
])("%j is the schedule %j; what belongs to another kind is not read", (changed, schedule) => {
  expect(scheduleOf(jobForm.parse({ ...sent, ...changed }))).toEqual(schedule);
});

test.each([
  [{}, null],
  [{ missedHours: "none" }, null],
  [{ missed: "within", missedHours: " 12 " }, 12],
  [{ missed: "never", missedHours: "" }, 0],
])("%j catches a missed time up within %j hours", (changed, hours) => {
  expect(missedOf(jobForm.parse({ ...sent, ...changed }))).toBe(hours);
});

test("each family's boxes go with its version", () => {
  expect(boxesOf(jobForm.parse(sent))).toMatchObject({
    loans: { version: 7, records: true, notes: false },
    fees: { version: 1, records: false, notes: true },
  });
});

test.each([
  [{ every: "month", monthDay: "32" }, "monthDay", "Enter a day of the month, from 1 to 31."],
  [{ every: "month", monthDay: "" }, "monthDay", "Enter a day of the month, from 1 to 31."],
  [{ every: "month", monthDay: "1.5" }, "monthDay", "Enter a day of the month, from 1 to 31."],
  [{ at: "" }, "at", "Enter a time as HH:MM, from 00:00 to 23:59."],
  [{ every: "year" }, "every", "Choose daily, weekly, monthly or cron."],
  [{ status: "on" }, "status", "Choose Active or Inactive."],
  [{ missed: "twice" }, "missed", "Choose what becomes of a missed time."],
  [{ missed: "within", missedHours: "" }, "missedHours", missedSentence],
  [{ missed: "within", missedHours: "0" }, "missedHours", missedSentence],
  [{ missed: "within", missedHours: "1.5" }, "missedHours", missedSentence],
])("%j is told at %s in one sentence", (changed, place, sentence) => {
  const { error } = jobForm.safeParse({ ...sent, ...changed });
  expect(error?.issues.map(({ path, message }) => [path, message])).toEqual([[[place], sentence]]);
});
