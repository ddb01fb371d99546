import { sql, type SQL } from "drizzle-orm";

/**
 * Sets of numbers that a query asks of many rows. Each is read once and joined as bits, 64 numbers to a row,
 * so that PostgreSQL can share the rows out among processes, as it does not with a look-up for each, and can
 * write to disk what is larger than `work_mem`, as it does not with hashed sub-plans.
 */
export class JoinedSets {
  /** What the query has to be joined with for the answers. */
  readonly joins: SQL[] = [];

  /** Whether a number is among those of a query. */
  has(number: SQL, numbers: SQL): SQL {
    return this.hasBit(
      number,
      sql`SELECT asked.number >> 6 AS block, bit_or(1::bigint << (asked.number & 63)::integer) AS keys
        FROM (${numbers}) AS asked (number) GROUP BY 1`,
    );
  }

  /** The same of numbers that stand as bits already, in rows (block, keys). */
  hasBit(number: SQL, blocks: SQL): SQL {
    const set = sql.identifier(`set_${this.joins.length + 1}`);
    this.joins.push(sql` LEFT JOIN (${blocks}) ${set} ON ${set}.block = ${number} >> 6`);
    return sql`coalesce((${set}.keys >> (${number} & 63)::integer) & 1 = 1, false)`;
  }
}
