import { sql } from "drizzle-orm";
import { wasPurged } from "#db/queries/purged-ids.ts";
import { personalOf } from "../format.ts";
import { unlessHeld } from "../held.ts";
import { count, type Merging } from "../merging.ts";
import { accountColumns } from "./columns.ts";
import { noteKept } from "./held.ts";
import { bitOf, mentions, says } from "./said.ts";

interface Field {
  name: string;
  column: string;
  value: string;
}

/** Columns of `patron.users` that take a line's cell as it is, by the file's name for them. */
const plain: readonly Field[] = [
  { name: "primary_id", column: "primary_id", value: "s.primary_id" },
  { name: "first_name", column: "first_name", value: "s.first_name" },
  { name: "middle_name", column: "middle_name", value: "s.middle_name" },
  { name: "last_name", column: "last_name", value: "s.last_name" },
  { name: "title", column: "title", value: "s.title" },
  { name: "status", column: "status", value: "coalesce(s.status, 'active')" },
  { name: "record_type", column: "record_type", value: "coalesce(s.record_type, 'public')" },
  { name: "account_type", column: "account_type", value: "coalesce(s.account_type, 'external')" },
  { name: "user_group", column: "user_group_id", value: "s.user_group_id" },
  { name: "job_category", column: "job_category", value: "s.job_category" },
  { name: "campus", column: "campus", value: "s.campus" },
  { name: "preferred_language", column: "preferred_language", value: "s.preferred_language" },
  { name: "birth_date", column: "birth_date", value: "s.birth_date::date" },
  { name: "gender", column: "gender", value: "s.gender" },
  { name: "expiry_date", column: "expiry_date", value: "s.expiry_date::date" },
  { name: "purge_date", column: "purge_date", value: "s.purge_date::date" },
];

/**
 * Updates the accounts that differ and makes the new ones, whose internal IDs are dealt in no order
 * that says anything. Ids of what changed go into the part `touched`.
 */
export async function writeAccounts(merging: Merging) {
  const { tx, staging, onWritten } = merging;
  const [users, touched] = [staging.table("users"), staging.table("touched")];
  const fields = plain.filter(({ name }) => mentions(merging, name));
  const list = (form: (field: Field) => string) => sql.raw(fields.map(form).join(", "));
  const wanted = ({ name, column, value }: Field) =>
    `CASE WHEN s.said & ${bitOf(name)} <> 0 THEN ${unlessHeld(value, `u.${column}`, "u.id")} ELSE u.${column} END`;
  await noteKeptFields(merging, fields);
  await tx.execute(sql`
    WITH changed AS (
      UPDATE patron.users u SET ${list((field) => `${field.column} = ${wanted(field)}`)}
      FROM ${users} s WHERE u.id = s.user_id
        AND ROW(${list(({ column }) => `u.${column}`)}) IS DISTINCT FROM ROW(${list(wanted)})
      RETURNING u.id)
    INSERT INTO ${touched} SELECT id FROM changed`);
  const newAccountsForPurged = await count(
    tx,
    sql`SELECT count(*) FROM ${users} s WHERE s.is_new AND ${wasPurged(sql`lower(s.primary_id)`)}`,
  );
  const created = await count(
    tx,
    sql`WITH made AS (
      INSERT INTO patron.users (${list(({ column }) => column)})
      SELECT ${list(({ value }) => value)} FROM ${users} s WHERE s.is_new ORDER BY random()
      RETURNING id, primary_id
    ), told AS (
      UPDATE ${users} s SET user_id = made.id FROM made WHERE s.is_new AND s.primary_id = made.primary_id
      RETURNING 1)
    SELECT count(*) FROM told`,
  );
  await staging.analyze(tx, "users", personalOf(accountColumns));
  onWritten(created);
  return { created, newAccountsForPurged };
}

async function noteKeptFields(merging: Merging, fields: readonly Field[]): Promise<void> {
  const emptied = fields.map(
    ({ name, column, value }) =>
      sql`${says("s", name)} AND ${sql.raw(`${value} IS NULL AND u.${column} IS NOT NULL`)}`,
  );
  const { staging } = merging;
  await noteKept(
    merging,
    sql`SELECT u.id FROM ${staging.table("held")} h JOIN ${staging.table("users")} s USING (user_id)
      JOIN patron.users u ON u.id = h.user_id WHERE ${sql.join(emptied, sql` OR `)}`,
  );
}
