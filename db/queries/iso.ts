import { sql, type SQLWrapper } from "drizzle-orm";

/** SQL for a moment as ISO 8601 in UTC, with milliseconds. */
export const iso = (moment: SQLWrapper) =>
  sql<string>`to_char(${moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
