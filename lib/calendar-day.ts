import { z } from "zod";

/** The calendar of ISO 8601 has a year 0000, that of PostgreSQL has not. */
const FIRST_DAY = "0001-01-01";

/** A day as YYYY-MM-DD that the database knows too. */
export const calendarDay = (sentence = "Enter a day as YYYY-MM-DD.") =>
  z.iso
    .date({ error: sentence, abort: true })
    .refine((day) => day >= FIRST_DAY, { error: "Enter a year from 0001 on." });
