import { expect, test } from "vitest";
import { historyCsvHref, historyHref, historySearch, runSearch, scheduleForm } from "./schema.ts";

test("a history filter survives the way into its address and back", () => {
  const search = {
    job: "anonymization",
    status: "failed",
    from: "2026-01-31",
    before: 12,
  } as const;
  const { searchParams } = new URL(historyHref(search), "http://localhost");
  expect(historySearch.parse(Object.fromEntries(searchParams))).toEqual(search);
});

test("no filter has no question mark", () => {
  expect(historyHref({ status: undefined })).toBe("/monitor-jobs/history");
});

test.each([
  ["an empty field", { status: "", from: "" }],
  ["a status that does not exist", { status: "melted" }],
  ["a day that does not exist", { from: "2026-02-30" }],
  ["a day that PostgreSQL has not", { from: "0000-01-01" }],
  ["a page that is no number", { before: "x" }],
  ["a repeated name", { status: ["failed", "aborted"] }],
])("%s is left out of the screen's filter", (_name, asked) => {
  expect(historySearch.parse(asked)).toEqual({});
});

test.each([
  ["status", { status: "melted" }],
  ["from", { from: "2026-02-30" }],
  ["to", { to: "0000-12-31" }],
  ["before", { before: "-1" }],
  ["pages", { pages: "2" }],
])("a script is told of a wrong %s", (_name, asked) => {
  expect(runSearch.safeParse(asked).success).toBe(false);
});

const form = {
  job: "anonymization",
  scheduleVersion: "1",
  at: "02:00",
  weekday: "Sunday",
  monthDay: "",
  cron: "",
  missed: "always",
  missedHours: "",
};

test.each([
  ["day", "", true],
  ["week", "77", true],
  ["month", "31", true],
  ["month", "", false],
  ["month", "0", false],
  ["month", "32", false],
  ["month", "1.5", false],
])("every %s with the day %j of the month: %s", (every, monthDay, fits) => {
  expect(scheduleForm.safeParse({ ...form, every, monthDay }).success).toBe(fits);
});

test("24:00 is no time", () => {
  expect(scheduleForm.safeParse({ ...form, every: "day", at: "24:00" }).success).toBe(false);
});

test.each([
  ["0 2 * * 1-5", true],
  ["  0   2 * * 1-5 ", true],
  ["", false],
  ["0 2 * *", false],
  ["0 0 2 * * 1", false],
])("a cron expression has five fields: %j", (cron, fits) => {
  expect(scheduleForm.safeParse({ ...form, every: "cron", cron }).success).toBe(fits);
});

test("the CSV of a history holds every page of its filter, and no run that has not ended", () => {
  const { searchParams } = new URL(
    historyCsvHref({ status: "failed", before: 12 }),
    "http://localhost",
  );
  expect(runSearch.parse(Object.fromEntries(searchParams))).toEqual({
    format: "csv",
    active: false,
    status: "failed",
  });
});
