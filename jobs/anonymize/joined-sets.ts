import { sql, type SQL } from "drizzle-orm";

/**
 * Sets of numbers that a query asks of many rows. Each is read once and joined as bits, 64 numbers to a row,
 * so that PostgreSQL can share the rows out among processes, as it does not with a look-up for each, and can
 * write to disk what is larger than `work_mem`, as it does not with hashed sub-plans.
 */
export class JoinedSets {
  readonly #joins = new Map<string, SQL>();

  /** What the query has to be joined with, once all is asked. */
  get joins(): SQL {
    return sql.join([...this.#joins.values()]);
  }

  /** Whether a number is among those of a query. One name is one set: asked twice, it is joined once. */
  has(name: string, number: SQL, numbers: SQL): SQL {
    return this.hasBit(
      name,
      number,
      sql`SELECT asked.number >> 6 AS block, bit_or(1::bigint << (asked.number & 63)::integer) AS keys
        FROM (${numbers}) AS asked (number) GROUP BY 1`,
    );
  }

  /** The same of numbers that stand as bits already, in rows (block, keys). */
  hasBit(name: string, number: SQL, blocks: SQL): SQL {
    const set = sql.identifier(name);
    this.#joins.set(name, sql` LEFT JOIN (${blocks}) ${set} ON ${set}.block = ${number} >> 6`);
    return sql`coalesce((${set}.keys >> (${number} & 63)::integer) & 1 = 1, false)`;
  }
}
