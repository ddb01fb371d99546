import { sql, type SQL } from "drizzle-orm";
import { foundAtMost } from "#lib/found-at-most.ts";
import type { SearchPlace, UserSearch } from "#lib/user-search.ts";
import type { Tx } from "../client.ts";
import { likeLiteral } from "./user-conditions.ts";

/** Words of a name; of a longer one only its beginning as a whole is looked up. */
const NAME_WORDS = 4;
const LONGEST_ID_DIGITS = 15;

export interface Found {
  ids: number[];
  /** There are more than `ids` tells. */
  isCapped: boolean;
}

/**
 * Whom words in a place can mean: numbers and addresses exactly, names by their beginnings, whatever
 * the case. A step of its own: the planner knows nothing of these columns, so what filters and sorts
 * afterwards is given ids and their number.
 */
export async function lookUp(tx: Tx, text: NonNullable<UserSearch["text"]>): Promise<Found> {
  const arms = placesOf[text.in](text.words);
  // The planner believes that few names begin so, and would read and sort all that do. Of a limit that it
  // cannot see it prepares for a part only, and walks along the index.
  const limited = arms.map((arm) => sql`(${arm} LIMIT (SELECT ${foundAtMost + 1}::bigint))`);
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT DISTINCT found.id FROM (${sql.join(limited, sql` UNION ALL `)}) AS found (id)
    LIMIT ${foundAtMost + 1}`);
  return {
    ids: rows.slice(0, foundAtMost).map(({ id }) => Number(id)),
    isCapped: rows.length > foundAtMost,
  };
}

/** Whom a number names: the primary ID, another identifier, or "ID 4711". Of the purged, who kept it. */
export async function lookUpExactly(tx: Tx, words: string): Promise<number[]> {
  const arms = [
    ...byPrimaryId(words),
    ...byIdentifier(words),
    ...(/^id\s+\d+$/i.test(words) ? byInternalId(words) : []),
  ];
  const { rows } = await tx.execute<{ id: string }>(sql`
    SELECT DISTINCT found.id FROM (${sql.join(arms, sql` UNION ALL `)}) AS found (id) LIMIT 2`);
  return rows.map(({ id }) => Number(id));
}

const placesOf: Record<SearchPlace, (words: string) => SQL[]> = {
  all: (words) => [
    ...byPrimaryId(words),
    ...byIdentifier(words),
    ...byEmail(words),
    ...byInternalId(words),
    ...byName(words),
  ],
  name: byName,
  primaryId: byPrimaryId,
  identifier: byIdentifier,
  email: byEmail,
};

const live = sql`status <> 'deleted'`;
const deleted = sql`status = 'deleted'`;

function byPrimaryId(words: string): SQL[] {
  return [live, deleted].map(
    (state) =>
      sql`SELECT id FROM patron.users WHERE lower(primary_id) = lower(${words}) AND ${state}`,
  );
}

function byIdentifier(words: string): SQL[] {
  return [sql`SELECT user_id FROM patron.user_identifiers WHERE lower(value) = lower(${words})`];
}

function byEmail(words: string): SQL[] {
  return [sql`SELECT user_id FROM patron.user_emails WHERE lower(email) = lower(${words})`];
}

/** What a purged user is called by: "ID 4711". */
function byInternalId(words: string): SQL[] {
  const digits = words.replace(/^id\s+/i, "");
  return /^\d+$/.test(digits) && digits.length <= LONGEST_ID_DIGITS
    ? [sql`SELECT id FROM patron.users WHERE id = ${Number(digits)}`]
    : [];
}

const lastName = sql`(lower(coalesce(last_name, '')) COLLATE "C")`;
const firstName = sql`(lower(coalesce(first_name, '')) COLLATE "C")`;
const givenNames = sql`lower(concat_ws(' ', first_name, middle_name))`;
const begins = (name: SQL, words: string): SQL =>
  sql`${name} LIKE lower(${likeLiteral(words)}) || '%'`;

/** "Smith", "Smith, John", "smith jo", "John Smith", "van der Berg": each part by its beginning. */
function byName(words: string): SQL[] {
  const whole = words.replaceAll(/\s+/g, " ");
  const named = partings(whole).map(
    ({ last, given }) => sql`${begins(lastName, last)} AND ${givenBegins(given)}`,
  );
  const lasts = [begins(lastName, whole), ...named];
  return [
    ...lasts.flatMap((name) => [inOrder(live, name), inOrder(deleted, name)]),
    sql`SELECT id FROM patron.users WHERE ${begins(firstName, whole)} AND ${live} ORDER BY ${firstName}`,
  ];
}

/** Read in the index's order up to the limit; without an order all that begins so would be read first. */
const inOrder = (state: SQL, name: SQL): SQL =>
  sql`SELECT id FROM patron.users WHERE ${name} AND ${state} ORDER BY ${lastName}, ${firstName}, id`;

const givenBegins = (given: string): SQL =>
  given.includes(" ") ? begins(givenNames, given) : begins(firstName, given);

/** The ways in which words may be a last name and given names, in either order. */
function partings(whole: string): { last: string; given: string }[] {
  const comma = whole.indexOf(",");
  if (comma > 0) {
    return [{ last: whole.slice(0, comma).trim(), given: whole.slice(comma + 1).trim() }];
  }
  const words = whole.split(" ");
  if (words.length > NAME_WORDS) return [];
  return words.slice(1).flatMap((_, index) => {
    const before = words.slice(0, index + 1).join(" ");
    const after = words.slice(index + 1).join(" ");
    return [
      { last: before, given: after },
      { last: after, given: before },
    ];
  });
}
