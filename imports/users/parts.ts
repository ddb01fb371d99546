import { sql, type SQL } from "drizzle-orm";
import { categoryIdsOf } from "../codes.ts";
import type { Merging } from "../merging.ts";

interface Part {
  /** The file's column. */
  name: string;
  table: string;
  /** The table's column that holds the value. */
  column: string;
  /** What the file says of each user: a query of `user_id` and `value`. */
  said: SQL;
  /** Which of the user's rows the file speaks of. */
  only?: string;
  /** Further columns of a new row, with their values. */
  fixed?: { columns: string; values: string };
}

/** Makes each part of an account that the file has a column for what the file says it is. */
export async function replaceParts(merging: Merging): Promise<void> {
  for (const part of parts(merging.staging.table("users"))) {
    if (merging.has(part.name)) await replacePart(merging, part);
  }
}

function parts(users: SQL): Part[] {
  const cell = (name: string) => sql.raw(name);
  const one = (name: string) =>
    sql`SELECT user_id, ${cell(name)} AS value FROM ${users} WHERE ${cell(name)} IS NOT NULL`;
  return [
    {
      name: "barcode",
      table: "user_identifiers",
      column: "value",
      said: one("barcode"),
      only: "type = 'BARCODE'",
      fixed: { columns: ", type", values: ", 'BARCODE'" },
    },
    { name: "email", table: "user_emails", column: "email", said: one("email") },
    { name: "phone", table: "user_phones", column: "phone", said: one("phone") },
    { name: "address", table: "user_addresses", column: "address", said: one("address") },
    { name: "note", table: "user_notes", column: "text", said: one("note") },
    { name: "block", table: "user_blocks", column: "code", said: one("block") },
    {
      name: "roles",
      table: "user_roles",
      column: "code",
      said: sql`SELECT user_id, unnest(string_to_array(roles, ';')) AS value FROM ${users}`,
    },
    {
      name: "statistics",
      table: "user_categories",
      column: "category_id",
      said: sql`SELECT u.user_id, unnest(c.category_ids) AS value FROM ${users} u
        JOIN (${categoryIdsOf(sql`SELECT statistics FROM ${users}`)}) c ON c.statistics = u.statistics`,
    },
  ];
}

async function replacePart({ tx, staging }: Merging, part: Part): Promise<void> {
  const [users, touched] = [staging.table("users"), staging.table("touched")];
  const table = sql.raw(`patron.${part.table}`);
  const column = sql.raw(part.column);
  const only = sql.raw(part.only ? `AND p.${part.only}` : "");
  await tx.execute(sql`
    WITH said AS MATERIALIZED (${part.said}), gone AS (
      DELETE FROM ${table} p USING ${users} u WHERE p.user_id = u.user_id ${only}
        AND NOT EXISTS (SELECT FROM said WHERE said.user_id = p.user_id AND said.value = p.${column})
      RETURNING p.user_id)
    INSERT INTO ${touched} SELECT user_id FROM gone`);
  await tx.execute(sql`
    WITH said AS MATERIALIZED (${part.said}), added AS (
      INSERT INTO ${table} (user_id, ${column}${sql.raw(part.fixed?.columns ?? "")})
      SELECT said.user_id, said.value${sql.raw(part.fixed?.values ?? "")} FROM said
      WHERE NOT EXISTS (SELECT FROM ${table} p
        WHERE p.user_id = said.user_id AND p.${column} = said.value ${only})
      RETURNING user_id)
    INSERT INTO ${touched} SELECT user_id FROM added`);
}
