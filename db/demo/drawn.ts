import { sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import { itemsFor, pick } from "./reference.ts";

export const HISTORY_DAYS = 6 * 365;

/** A family whose records were drawn into pg_temp.drawn_<records>, finished with all the columns named here. */
interface Drawn {
  records: string;
  links: string;
  notes: string;
  key: string;
  /** Columns beside those of every family, with their values. */
  onRecord: Record<string, string>;
  onLink: Record<string, string>;
  /** Each with %s where the borrower's name goes; one record in `every` has one, by the dice of `salt`. */
  words: { texts: readonly string[]; every: number; salt: number };
}

/** Enters what was drawn as an import would have: number seen, record, link, note. */
export async function enterDrawn(tx: Tx, family: Drawn): Promise<void> {
  const { records, links, notes, key, onRecord, onLink, words } = family;
  const drawn = sql.raw(`pg_temp.drawn_${records} d`);
  const table = sql.raw(`record.${records}`);
  await tx.execute(
    sql`INSERT INTO record.seen_sources (digest) SELECT digest FROM ${drawn} ORDER BY digest`,
  );
  await tx.execute(sql`
    INSERT INTO ${table} (id, library_id, profile_id, ended_on, ${list(Object.keys(onRecord))}) OVERRIDING SYSTEM VALUE
    SELECT id, library_id, profile_id, ended_at::date, ${list(Object.values(onRecord))} FROM ${drawn} ORDER BY id`);
  await tx.execute(sql`
    INSERT INTO patron.${sql.raw(links)} (${sql.raw(key)}, user_id, ended_at, ended_on, finished, library_id, location_id,
      profile_id, source_id, source_number, ${list(Object.keys(onLink))})
    SELECT d.id, user_id, ended_at, ended_at::date, finished, library_id, location_id, profile_id, s.id, number,
      ${list(Object.values(onLink))}
    FROM ${drawn}, record.sources s WHERE linked ORDER BY d.id`);
  await tx.execute(sql`
    INSERT INTO patron.${sql.raw(notes)} (${sql.raw(key)}, text)
    SELECT d.id, replace(${pick(words.texts, words.salt)}, '%s', coalesce(u.first_name || ' ', '') || u.last_name)
    FROM ${drawn} JOIN patron.users u ON u.id = d.user_id
    WHERE linked AND pg_temp.dice(i, ${sql.raw(`${words.salt + 1}`)}, ${sql.raw(`${words.every}`)}) = 0 ORDER BY d.id`);
  await restart(tx, records);
}

const list = (parts: string[]) => sql.raw(parts.join(", "));

/** The next record gets the next number. */
export const restart = (tx: Tx, records: string) =>
  tx.execute(
    sql.raw(
      `SELECT setval('record.${records}_id_seq', greatest((SELECT max(id) FROM record.${records}), 1))`,
    ),
  );

/** Some borrow much, many a little: by a power of an even roll. */
export const somebody = (users: number, salt: number): string =>
  `1 + (${users} * power(pg_temp.dice(i, ${salt}, 1000000) / 1000000.0, 1.7))::bigint % ${users}`;

export const something = (loans: number, salt: number): string =>
  `1 + (${itemsFor(loans)} * power(pg_temp.dice(i, ${salt}, 1000000) / 1000000.0, 2))::bigint % ${itemsFor(loans)}`;

/** A minute of the opening hours of a day, and not later than this hour began. */
export const openHours = (day: string, salt: number): string =>
  `least((${day})::timestamptz + make_interval(hours => 9 + pg_temp.dice(i, ${salt}, 9), mins => pg_temp.dice(i, ${salt + 1}, 60)),
    date_trunc('hour', now()))`;

export const digestOf = (seed: number, what: string): string =>
  `substring(sha256(convert_to('demo ${seed} ${what} ' || i, 'UTF8')), 1, 16)`;

/** The profile of a drawn record's user: what they were then. */
export const joinProfile = (as: string): string => `JOIN pg_temp.profiles_of_users o
  ON o.user_id = ${as}.user_id AND o.as_student = (${as}.days_ago > 900 AND pg_temp.dice(${as}.i, 179, 5) = 0)
  JOIN record.profiles p ON p.user_group_id = o.group_id AND p.category_ids = o.category_ids`;
