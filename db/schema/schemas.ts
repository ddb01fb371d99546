import { pgSchema } from "drizzle-orm/pg-core";

/** What happened. No column here can lead to a person. */
export const record = pgSchema("record");
/** Everything personal, and nothing else: users, links, notes. */
export const patron = pgSchema("patron");
/** Settings, runs, staff and audit. Ids of runs and counts, never a patron. */
export const console = pgSchema("console");
