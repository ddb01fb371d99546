import { z } from "zod";
import { checkMissed, missedFields } from "./missed.ts";

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

const timeText = "Enter a time as HH:MM, from 00:00 to 23:59.";
const dayText = "Enter a day of the month, from 1 to 31.";

const cronText =
  "Enter five fields with a space between them: minute, hour, day of the month, month, day of the week.";

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
    z.strictObject({
      every: z.literal("cron"),
      cron: z
        .string(cronText)
        .max(200, cronText)
        .regex(/^\S+( \S+){4}$/, cronText)
        .describe("A cron expression of five fields, in the institution's zone."),
    }),
  ],
  { error: "A schedule is every day, week, month or cron, with on, at and cron as they apply." },
);
export type Schedule = z.output<typeof scheduleSchema>;

/** As in the database: `weekday` from 1 (Monday) to 7 and only of a weekly schedule, `monthDay` only of a monthly. */
export interface ScheduleColumns {
  every: Schedule["every"];
  weekday: number | null;
  monthDay: number | null;
  /** Null of a cron expression. */
  at: string | null;
  cron: string | null;
}

export const scheduleToColumns = (schedule: Schedule): ScheduleColumns => ({
  every: schedule.every,
  weekday: schedule.every === "week" ? weekdays.indexOf(schedule.on) + 1 : null,
  monthDay: schedule.every === "month" ? schedule.on : null,
  at: schedule.every === "cron" ? null : schedule.at,
  cron: schedule.every === "cron" ? schedule.cron : null,
});

/** `at` may carry seconds, as a time of the database does. */
export function scheduleFromColumns(columns: ScheduleColumns): Schedule {
  const { every, weekday, monthDay, cron } = columns;
  if (every === "cron") return scheduleSchema.parse({ every, cron });
  const on = every === "week" ? weekdays[(weekday ?? 0) - 1] : monthDay;
  return scheduleSchema.parse({
    every,
    ...(every !== "day" && { on }),
    at: columns.at?.slice(0, 5),
  });
}

/** "Every Sunday at 03:00" */
export function scheduleSentence(schedule: Schedule): string {
  if (schedule.every === "cron") return `By the cron expression ${schedule.cron}`;
  if (schedule.every === "day") return `Every day at ${schedule.at}`;
  if (schedule.every === "week") return `Every ${schedule.on} at ${schedule.at}`;
  const lastDay = schedule.on > 28 ? ", or on the last day of a shorter month," : "";
  return `On day ${schedule.on} of every month${lastDay} at ${schedule.at}`;
}

/** A schedule as a form sends it. What belongs to another kind of schedule is sent and not read. */
export const scheduleFields = {
  scheduleVersion: z.coerce.number().int(),
  every: z.enum(["day", "week", "month", "cron"], "Choose daily, weekly, monthly or cron."),
  weekday: z.enum(weekdays, "Choose a day of the week."),
  monthDay: z.string(),
  at: z.string(),
  cron: z.string(),
  ...missedFields,
};
type ScheduleFields = z.output<z.ZodObject<typeof scheduleFields>>;

/** Tells what is wrong in its field. */
export function checkSchedule(sent: ScheduleFields, context: z.RefinementCtx): void {
  for (const { path, message } of scheduleSchema.safeParse(meant(sent)).error?.issues ?? []) {
    const field = path[0] === "on" ? "monthDay" : (path[0] ?? "every");
    context.addIssue({ code: "custom", path: [field], message });
  }
  checkMissed(sent, context);
}

export const scheduleOf = (sent: ScheduleFields): Schedule => scheduleSchema.parse(meant(sent));

function meant({ every, weekday, monthDay, at, cron }: ScheduleFields): unknown {
  if (every === "day") return { every, at };
  if (every === "week") return { every, on: weekday, at };
  if (every === "cron") return { every, cron: cron.trim().replaceAll(/\s+/g, " ") };
  return { every, on: monthDay.trim() === "" ? Number.NaN : Number(monthDay), at };
}
