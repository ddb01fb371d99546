import { sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { countedRecords, countedWords, type CountedRecord } from "#lib/families.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import {
  borrowingRequests,
  fees,
  lendingRequests,
  libraries,
  loans,
  requests,
} from "../schema/index.ts";

export const dimensions = [
  "month",
  "library",
  "location",
  "userGroup",
  "category",
  "partner",
  "status",
] as const;
export type Dimension = (typeof dimensions)[number];

export interface StatisticsQuery {
  family: CountedRecord;
  /** What to count by, in the order of the columns; none counts everything in one row. */
  by: readonly Dimension[];
  /** Days, YYYY-MM-DD, both inclusive: of the loan, or of creation. */
  from?: string;
  to?: string;
  /** Codes; left out or empty, every library. */
  libraries?: readonly string[];
}

export const backwards = "The period ends before it begins.";
export const isBackwards = ({ from, to }: Pick<StatisticsQuery, "from" | "to">): boolean =>
  from !== undefined && to !== undefined && from > to;

/**
 * Only the dimensions that were asked for are there. `month` is YYYY-MM, the others are codes, a
 * category is TYPE:CATEGORY or `none`; a record without a location or user group has null. Of lending
 * requests `partner` is the partner's name, `status` a word of the database.
 */
export interface StatisticsRow {
  month?: string;
  library?: string;
  location?: string | null;
  userGroup?: string | null;
  category?: string;
  partner?: string;
  status?: string;
  count: number;
  /** Of fees: the sum of original amounts, in the institution's currency. */
  amount?: number;
}

export interface Statistics {
  by: Dimension[];
  rows: StatisticsRow[];
  /** Of the records themselves: by category, rows add up to more. */
  total: { count: number; amount?: number };
}

/** Where a record holds what it is counted by; its user group and categories are its profile's. */
const placed = (table: typeof loans | typeof requests) => ({
  ...profiled(table),
  location: table.locationId,
});
const profiled = (
  table: typeof loans | typeof fees | typeof requests | typeof borrowingRequests,
) => ({
  library: table.libraryId,
  userGroup: table.profileId,
  category: table.profileId,
});

interface Counted {
  table: PgTable;
  day: PgColumn;
  amount?: PgColumn;
  held: Partial<Record<Held, PgColumn>> & { library: PgColumn };
}
type Held = Exclude<Dimension, "month">;

const records: Record<CountedRecord, Counted> = {
  loans: { table: loans, day: loans.loanedOn, held: placed(loans) },
  fees: { table: fees, day: fees.createdOn, amount: fees.originalAmount, held: profiled(fees) },
  requests: { table: requests, day: requests.createdOn, held: placed(requests) },
  borrowingRequests: {
    table: borrowingRequests,
    day: borrowingRequests.createdOn,
    held: profiled(borrowingRequests),
  },
  lendingRequests: {
    table: lendingRequests,
    day: lendingRequests.createdOn,
    held: {
      library: lendingRequests.libraryId,
      partner: lendingRequests.partner,
      status: lendingRequests.status,
    },
  },
};

export const dimensionsOf = (family: CountedRecord): Dimension[] =>
  dimensions.filter((one) => one === "month" || records[family].held[one]);

/**
 * Counts records of a family; reads schema `record` alone, so `tx` may be of role lethe_statistics.
 * A record with three categories counts in three rows of `category`. A location code is its
 * library's own: ask for library too where libraries share codes.
 */
export async function statistics(tx: Tx, query: StatisticsQuery): Promise<Statistics> {
  const { family } = query;
  const by = [...new Set(query.by)];
  if (!countedRecords.includes(family)) throw new Refusal(`There are no statistics of ${family}.`);
  for (const one of by) {
    if (!dimensionsOf(family).includes(one))
      throw new Refusal(`${countedWords[family].title} cannot be counted by ${one}.`);
  }
  const amount = records[family].amount ? sql`, coalesce(sum(amount), 0)::float8 AS amount` : sql``;
  const { rows } = await tx.execute<Totalled & Record<string, unknown>>(sql`
    WITH facts AS MATERIALIZED (${facts(query, by)}),
      total AS (SELECT coalesce(sum(count), 0)::float8 AS count ${amount} FROM facts),
      counted AS (
        SELECT ${columns(by)} sum(count)::float8 AS count ${amount}
        FROM facts ${joins(by)} ${by.length ? sql`GROUP BY ${ordinals(by)}` : sql``})
    SELECT counted.*, to_jsonb(total) AS total FROM total LEFT JOIN counted ON true
    ${by.length ? sql`ORDER BY ${ordinals(by)}` : sql``}`);
  // The total is there also where there is no row.
  return {
    by,
    rows: rows.flatMap(({ total: _total, ...row }) => (row.count === null ? [] : row)),
    total: rows[0]?.total ?? { count: 0 },
  };
}

/** A row with the total of all of them; alone with it where nothing is counted. */
type Totalled = Omit<StatisticsRow, "count"> & { count: number; total: Statistics["total"] };

export interface Library {
  code: string;
  name: string;
}

export const readLibraries = (tx: Tx): Promise<Library[]> =>
  tx.select({ code: libraries.code, name: libraries.name }).from(libraries).orderBy(libraries.code);

/** How a sum's part is called that a record holds. */
const heldAs: Record<Held, string> = {
  library: "library_id",
  location: "location_id",
  userGroup: "profile_id",
  category: "profile_id",
  partner: "partner",
  status: "status",
};

/** Records summed by what they hold themselves, so that names are looked up once per group, not per record. */
function facts({ family, from, to, libraries }: StatisticsQuery, by: Dimension[]): SQL {
  const { table, day, amount, held } = records[family];
  const parts = new Map<string, SQL>();
  for (const one of by) {
    if (one === "month") parts.set(one, sql`date_trunc('month', ${day})::date AS month`);
    else parts.set(heldAs[one], sql`${held[one]} AS ${sql.raw(heldAs[one])}`);
  }
  const listed = libraries?.length
    ? sql`AND ${held.library} IN (SELECT id FROM record.libraries WHERE code = ANY(${sql.param([...libraries])}::text[]))`
    : sql``;
  return sql`
    SELECT ${sql.join([...parts.values(), sql`count(*) AS count`, ...(amount ? [sql`sum(${amount}) AS amount`] : [])], sql`, `)}
    FROM ${table}
    WHERE ${day} >= coalesce(${from ?? null}::date, '-infinity') AND ${day} <= coalesce(${to ?? null}::date, 'infinity') ${listed}
    ${parts.size ? sql`GROUP BY ${ordinals([...parts])}` : sql``}`;
}

const named: Record<Dimension, SQL> = {
  month: sql`to_char(facts.month, 'YYYY-MM') COLLATE "C" AS month`,
  library: sql`library.code COLLATE "C" AS library`,
  location: sql`location.code COLLATE "C" AS location`,
  userGroup: sql`user_group.code COLLATE "C" AS "userGroup"`,
  category: sql`coalesce(category.type || ':' || category.category, 'none') COLLATE "C" AS category`,
  partner: sql`facts.partner COLLATE "C" AS partner`,
  status: sql`facts.status::text COLLATE "C" AS status`,
};

const columns = (by: Dimension[]): SQL => sql.join(by.map((one) => sql`${named[one]}, `));

function joins(by: Dimension[]): SQL {
  const needed: SQL[] = [];
  if (by.includes("library"))
    needed.push(sql`JOIN record.libraries library ON library.id = facts.library_id`);
  if (by.includes("location"))
    needed.push(sql`LEFT JOIN record.locations location ON location.id = facts.location_id`);
  if (by.includes("userGroup") || by.includes("category"))
    needed.push(sql`JOIN record.profiles profile ON profile.id = facts.profile_id`);
  if (by.includes("userGroup"))
    needed.push(
      sql`LEFT JOIN record.user_groups user_group ON user_group.id = profile.user_group_id`,
    );
  if (by.includes("category"))
    needed.push(
      sql`LEFT JOIN record.statistical_categories category ON category.id = ANY(profile.category_ids)`,
    );
  return sql.join(needed, sql` `);
}

const ordinals = (of: readonly unknown[]): SQL =>
  sql.raw(of.map((_, index) => index + 1).join(", "));
