import { z } from "zod";

/** A day as YYYY-MM-DD that the database knows too: the calendar of ISO 8601 has a year 0000, PostgreSQL's has not. */
export const calendarDay = (sentence = "Enter a day as YYYY-MM-DD.") =>
  z.iso
    .date(sentence)
    .refine((day) => !day.startsWith("0000-"), { error: "Enter a year from 0001 on." });
