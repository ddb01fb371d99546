import { z } from "zod";

/** ISO order: Monday is 1. */
export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;
export type Weekday = (typeof weekdays)[number];

const timeText = "Enter a time as HH:MM, from 00:00 to 23:59.";
const dayText = "Enter a day of the month, from 1 to 31.";

const at = z
  .string(timeText)
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, timeText)
  .describe("Time of day in the institution's zone.");

/** As in the configuration file; times are of the institution's zone. */
export const scheduleSchema = z.discriminatedUnion(
  "every",
  [
    z.strictObject({ every: z.literal("day"), at }),
    z.strictObject({
      every: z.literal("week"),
      on: z.enum(weekdays, `Choose one of ${weekdays.join(", ")}.`),
      at,
    }),
    z.strictObject({
      every: z.literal("month"),
      on: z
        .int(dayText)
        .min(1, dayText)
        .max(31, dayText)
        .describe("Day of the month; a shorter month runs on its last day."),
      at,
    }),
  ],
  { error: "A schedule is every day, week or month, with on and at as they apply." },
);
export type Schedule = z.output<typeof scheduleSchema>;

/** As in the database: `weekday` from 1 (Monday) to 7 and only of a weekly schedule, `monthDay` only of a monthly. */
export interface ScheduleColumns {
  every: Schedule["every"];
  weekday: number | null;
  monthDay: number | null;
  at: string;
}

export function scheduleToColumns(schedule: Schedule): ScheduleColumns {
  const { every, at } = schedule;
  return {
    every,
    weekday: every === "week" ? weekdays.indexOf(schedule.on) + 1 : null,
    monthDay: every === "month" ? schedule.on : null,
    at,
  };
}

/** `at` may carry seconds, as a time of the database does. */
export function scheduleFromColumns(columns: ScheduleColumns): Schedule {
  const { every, weekday, monthDay } = columns;
  const on = every === "week" ? weekdays[(weekday ?? 0) - 1] : monthDay;
  return scheduleSchema.parse({
    every,
    ...(every !== "day" && { on }),
    at: columns.at.slice(0, 5),
  });
}

/** "Every Sunday at 03:00" */
export function scheduleSentence(schedule: Schedule): string {
  if (schedule.every === "day") return `Every day at ${schedule.at}`;
  if (schedule.every === "week") return `Every ${schedule.on} at ${schedule.at}`;
  const lastDay = schedule.on > 28 ? ", or on the last day of a shorter month," : "";
  return `On day ${schedule.on} of every month${lastDay} at ${schedule.at}`;
}
