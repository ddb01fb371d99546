import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { maskedPatron } from "../masked-patron.ts";
import { conditionsOf, freezePeriods } from "./frozen.ts";

export interface SampledLetter {
  letterCode: string;
  /** YYYY-MM-DD. */
  createdOn: string;
  /** Masked, as "A••• 4••1". */
  patron: string;
}

const shown = 5;

/** A few of the letters that would go; for those who may see users. */
export async function sampleLetters(tx: Tx, cutOff: string): Promise<SampledLetter[]> {
  const { periods, past, waits, held } = conditionsOf(await freezePeriods(tx), cutOff);
  const { rows } = await tx.execute<SampledLetter & Record<string, unknown>>(sql`
    SELECT l.letter_code AS "letterCode", l.created_on::text AS "createdOn", ${maskedPatron} AS patron
    FROM patron.letters l JOIN ${periods} ON p.code = l.letter_code JOIN patron.users u ON u.id = l.user_id
    WHERE ${past} AND NOT ${waits} AND NOT ${held} LIMIT ${shown}`);
  return rows;
}
