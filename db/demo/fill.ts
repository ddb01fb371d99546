import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { becomeOwner } from "./empty.ts";
import { fillFees } from "./fees.ts";
import { fillLetters } from "./letters.ts";
import { fillLoans } from "./loans.ts";
import { fillReference } from "./reference.ts";
import { fillRequests } from "./requests.ts";
import { fillResourceSharing } from "./resource-sharing.ts";
import { fillUsers } from "./users.ts";

/** What the first start fills in. */
export const usualDemo = { users: 3_000, loans: 60_000, seed: 1 };

export interface DemoOptions {
  users: number;
  loans: number;
  /** The same seed gives the same library, its days counted from the database's today. */
  seed: number;
  onProgress?: (step: "users" | "loans" | "fees and requests") => void;
}

/** Fills an empty database with an invented library and marks it as a demo, in one transaction. */
export async function fillDemo(url: string, options: DemoOptions): Promise<void> {
  check(options);
  const client = new pg.Client({ connectionString: url, application_name: "lethe demo" });
  client.on("error", () => {});
  await client.connect();
  try {
    const db = drizzle(client, { casing: "snake_case" });
    await db.transaction(async (tx) => {
      await becomeOwner(tx);
      await tx.execute(sql`SELECT set_config('statement_timeout', '0', true), set_config('work_mem', '64MB', true),
        set_config('timezone', time_zone, true) FROM console.institution`);
      await refuseUnlessEmpty(tx);
      await makeDice(tx, options.seed);
      await fillReference(tx, options);
      options.onProgress?.("users");
      await fillUsers(tx, options);
      options.onProgress?.("loans");
      await fillLoans(tx, options);
      options.onProgress?.("fees and requests");
      if (options.loans > 0) await fillOthers(tx, options);
      await tx.execute(sql`DROP FUNCTION pg_temp.dice(bigint, integer, integer)`);
      await tx.execute(
        sql`UPDATE console.institution SET is_demo = true, name = 'Riverside University (demo)'`,
      );
    });
    await client.query("ANALYZE");
  } finally {
    await client.end();
  }
}

/** Fees come from loans, and the others are as many as befits them. */
async function fillOthers(tx: Tx, options: DemoOptions): Promise<void> {
  await fillFees(tx, options);
  await fillRequests(tx, options);
  await fillResourceSharing(tx, options);
  await fillLetters(tx);
}

function check({ users, loans, seed }: DemoOptions): void {
  if (!Number.isInteger(users) || users < 1 || users > 10_000_000)
    throw new Refusal("A demo has from 1 to 10,000,000 users.");
  if (!Number.isInteger(loans) || loans < 0 || loans > 100_000_000)
    throw new Refusal("A demo has from 0 to 100,000,000 loans.");
  if (!Number.isSafeInteger(seed)) throw new Refusal("A seed is a whole number.");
}

async function refuseUnlessEmpty(tx: Tx): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtext('lethe.import'))`);
  const { rows } = await tx.execute<{ empty: boolean }>(sql`
    SELECT NOT (is_demo OR EXISTS (SELECT FROM patron.users) OR EXISTS (SELECT FROM record.loans)
      OR EXISTS (SELECT FROM record.libraries) OR EXISTS (SELECT FROM record.seen_sources)) AS empty
    FROM console.institution`);
  if (!rows[0]?.empty)
    throw new Refusal("This database is not empty; a demo library fills only an empty one.");
}

/**
 * pg_temp.dice(row, salt, n): a number from 0 to n - 1 that depends on the seed, the row and what it
 * is for, and on nothing else: not on the order in which rows are made.
 */
async function makeDice(tx: Tx, seed: number): Promise<void> {
  await tx.execute(
    sql.raw(`CREATE FUNCTION pg_temp.dice(turn bigint, salt integer, sides integer) RETURNS integer
      LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
      $$ SELECT ((hashint8extended(turn, ${seed}::bigint * 1009 + salt) & 9223372036854775807) % sides)::integer $$`),
  );
}
