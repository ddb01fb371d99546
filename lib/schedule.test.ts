import { expect, test } from "vitest";
import {
  scheduleFromColumns,
  scheduleSchema,
  scheduleSentence,
  scheduleToColumns,
  type Schedule,
  type ScheduleColumns,
} from "./schedule.ts";

test.each<[Schedule, ScheduleColumns, string]>([
  [
    { every: "day", at: "02:00" },
    { every: "day", weekday: null, monthDay: null, at: "02:00", cron: null },
    "Every day at 02:00",
  ],
  [
    { every: "week", on: "Sunday", at: "03:30" },
    { every: "week", weekday: 7, monthDay: null, at: "03:30", cron: null },
    "Every Sunday at 03:30",
  ],
  [
    { every: "month", on: 31, at: "00:00" },
    { every: "month", weekday: null, monthDay: 31, at: "00:00", cron: null },
    "On day 31 of every month, or on the last day of a shorter month, at 00:00",
  ],
  [
    { every: "cron", cron: "0 2 * * 1-5" },
    { every: "cron", weekday: null, monthDay: null, at: null, cron: "0 2 * * 1-5" },
    "By the cron expression 0 2 * * 1-5",
  ],
])("%j is stored and read back", (schedule, columns, sentence) => {
  expect(scheduleToColumns(schedule)).toEqual(columns);
  expect(scheduleFromColumns({ ...columns, at: columns.at && `${columns.at}:00` })).toEqual(
    schedule,
  );
  expect(scheduleSentence(schedule)).toBe(sentence);
});

test.each([
  [{ every: "day", at: "2:00" }, "Enter a time as HH:MM, from 00:00 to 23:59."],
  [{ every: "day", at: "24:00" }, "Enter a time as HH:MM, from 00:00 to 23:59."],
  [{ every: "month", on: 32, at: "02:00" }, "Enter a day of the month, from 1 to 31."],
  [{ every: "week", on: "sunday", at: "02:00" }, /^Choose one of Monday/],
  [{ every: "cron", cron: "@daily" }, /^Enter five fields/],
  [{ every: "year", at: "02:00" }, /^A schedule is every day, week, month or cron/],
])("%j is refused in a sentence", (schedule, sentence) => {
  expect(scheduleSchema.safeParse(schedule).error?.issues[0]?.message).toMatch(sentence);
});
