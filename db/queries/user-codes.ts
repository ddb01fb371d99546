import { sql, type SQL } from "drizzle-orm";
import type { Code } from "#lib/rule-words.ts";
import type { Tx } from "../client.ts";
import { readCodes } from "./codes.ts";

const userCodeFields = [
  "userGroup",
  "statisticalCategory",
  "jobCategory",
  "campus",
  "block",
  "identifierType",
] as const;
export type UserCodeField = (typeof userCodeFields)[number];
export type UserCodes = Record<UserCodeField, Code[]>;

/** Rows of a large table that are looked at for its codes. */
const SAMPLED = 50_000;

/**
 * The codes that accounts have, in the order of the code. Where no table lists them they are gathered
 * from the accounts, of a large library from a part of it: a rare one may have to be typed.
 */
export async function readUserCodes(tx: Tx): Promise<UserCodes> {
  const { userGroup, statisticalCategory } = await readCodes(tx);
  return {
    userGroup,
    statisticalCategory,
    jobCategory: await gathered(tx, sql`patron.users`, sql`job_category`),
    campus: await gathered(tx, sql`patron.users`, sql`campus`),
    block: await gathered(tx, sql`patron.user_blocks`, sql`code`),
    identifierType: await gathered(tx, sql`patron.user_identifiers`, sql`type`),
  };
}

async function gathered(tx: Tx, table: SQL, column: SQL): Promise<Code[]> {
  const { rows: sizes } = await tx.execute<{ rows: number }>(
    sql`SELECT reltuples::float8 AS rows FROM pg_class WHERE oid = ${sql`'${table}'`}::regclass`,
  );
  const percent = Math.min(100, (100 * SAMPLED) / Math.max(1, sizes[0]?.rows ?? 1));
  const { rows } = await tx.execute<{ code: string }>(sql`
    SELECT DISTINCT ${column} AS code FROM ${table} TABLESAMPLE SYSTEM (${percent}::real)
    WHERE ${column} IS NOT NULL ORDER BY 1`);
  return rows.map(({ code }) => ({ code, name: code }));
}
