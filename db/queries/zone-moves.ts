import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { knownZone, refuseLettersBefore1970, type Moved } from "./institution.ts";

/** What saving `timeZone` would move to another day, counted from the exact times. Changes nothing. */
export async function countMoves(tx: Tx, wanted: string): Promise<Moved & { timeZone: string }> {
  const timeZone = await knownZone(tx, wanted);
  await refuseLettersBefore1970(tx, timeZone);
  const { rows } = await tx.execute<{ records: number; letters: number }>(sql`
    WITH zones AS (SELECT time_zone AS was, ${timeZone}::text AS becomes FROM console.institution)
    SELECT ((SELECT count(*) FROM patron.loan_links, zones
          WHERE ${moves("loaned_at", "due_at", "returned_at", "closed_at")})
        + (SELECT count(*) FROM patron.fee_links, zones WHERE ${moves("created_at", "ended_at")})
        + (SELECT count(*) FROM patron.request_links, zones WHERE ${moves("created_at", "ended_at")})
        + (SELECT count(*) FROM patron.borrowing_links, zones WHERE ${moves("created_at", "ended_at")})
      )::float8 AS records,
      (SELECT count(*) FROM patron.letters, zones WHERE ${moves("created_at")})::float8 AS letters`);
  return { timeZone, records: rows[0]?.records ?? 0, letters: rows[0]?.letters ?? 0 };
}

const moves = (...moments: string[]): SQL =>
  sql.join(
    moments
      .map((name) => sql.identifier(name))
      .map(
        (moment) =>
          sql`(${moment} AT TIME ZONE was)::date <> (${moment} AT TIME ZONE becomes)::date`,
      ),
    sql` OR `,
  );
