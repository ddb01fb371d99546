import { z } from "zod";

const key = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** A user's internal ID and a letter's in an address: numbers that say nothing by themselves. */
export const userParameters = z.object({ id: key });
export const letterParameters = z.object({ id: key, letter: key });

/** Where the page of the list begins. What does not fit is left out. */
export const attachmentsSearch = z.object({ before: key.optional().catch(undefined) });
