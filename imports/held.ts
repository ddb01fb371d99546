import { formatCountOf } from "#lib/format.ts";

/*
 * A legal hold may have been placed for the very text that a file leaves out or empties. An import
 * changes what it says of somebody held, and removes nothing.
 */

/** The text that a file gives; where it gives none, of whom is held, the text that is there. */
export const unlessHeld = (given: string, present: string, userId: string): string =>
  `coalesce(${given}, CASE WHEN ${isHeld(userId)} THEN ${present} END)`;

export const isHeld = (userId: string): string =>
  `${userId} IN (SELECT user_id FROM patron.held_users)`;

/** What is said of those for whom something stayed, whatever they are called. */
export function keptOnHold(kept: number, one: string, many: string): string[] {
  if (kept === 0) return [];
  const keep = kept === 1 ? "keeps" : "keep";
  return [
    `${formatCountOf(kept, `${one} on legal hold`, `${many} on legal hold`)} ${keep} what the file leaves out or empties.`,
  ];
}
