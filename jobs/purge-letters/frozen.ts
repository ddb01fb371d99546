import { sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "#db/client.ts";
import { readRetention } from "#db/queries/letter-retention.ts";

/** Days by code of the letter type; a type that is not named keeps its letters. */
export const frozenLetters = z.object({
  periods: z.record(z.string(), z.number().int().positive()),
});
export type FrozenLetters = z.output<typeof frozenLetters>;

/** The periods as they stand now, of enabled types and of others. */
export async function freezePeriods(tx: Tx): Promise<FrozenLetters> {
  const retention = Object.entries(await readRetention(tx));
  return {
    periods: Object.fromEntries(
      retention.flatMap(([code, days]) => (days === null ? [] : [[code, days]])),
    ),
  };
}

/** Reads back what `freezePeriods` wrote into a run. */
export const parsePeriods = (stored: unknown): FrozenLetters => frozenLetters.parse(stored);

/** What every query of this job asks of a letter, called `l`. patron.drop_letter_month asks the same. */
export interface Conditions {
  /** The types that have a period, as a table `p` with a `code`, to be joined to letters. */
  periods: SQL;
  /** Created more than its type's days before the cut-off day. */
  past: SQL;
  /** It may still be sent. */
  waits: SQL;
  /** Its user is held, whatever the periods say. */
  held: SQL;
}

export const conditionsOf = ({ periods }: FrozenLetters, cutOff: string): Conditions => ({
  periods: sql`unnest(${sql.param(Object.keys(periods))}::text[], ${sql.param(Object.values(periods))}::integer[]) AS p (code, days)`,
  past: sql`l.created_on < ${cutOff}::date - p.days`,
  waits: sql`patron.letter_waits(l.sent, l.created_at, l.attempts)`,
  held: sql`l.user_id IN (SELECT user_id FROM patron.held_users)`,
});
