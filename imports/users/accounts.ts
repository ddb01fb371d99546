import { sql } from "drizzle-orm";
import { personalOf } from "../format.ts";
import { count, type Merging } from "../merging.ts";
import { userColumns } from "./columns.ts";

/** Columns of `patron.users` that take a line's cell as it is, by the file's name for them. */
const plain: Record<string, { column: string; value: string }> = {
  primary_id: { column: "primary_id", value: "s.primary_id" },
  first_name: { column: "first_name", value: "s.first_name" },
  middle_name: { column: "middle_name", value: "s.middle_name" },
  last_name: { column: "last_name", value: "s.last_name" },
  title: { column: "title", value: "s.title" },
  status: { column: "status", value: "coalesce(s.status, 'active')" },
  record_type: { column: "record_type", value: "coalesce(s.record_type, 'public')" },
  account_type: { column: "account_type", value: "coalesce(s.account_type, 'external')" },
  user_group: { column: "user_group_id", value: "s.user_group_id" },
  job_category: { column: "job_category", value: "s.job_category" },
  campus: { column: "campus", value: "s.campus" },
  preferred_language: { column: "preferred_language", value: "s.preferred_language" },
  birth_date: { column: "birth_date", value: "s.birth_date::date" },
  gender: { column: "gender", value: "s.gender" },
  expiry_date: { column: "expiry_date", value: "s.expiry_date::date" },
  purge_date: { column: "purge_date", value: "s.purge_date::date" },
};

/**
 * Updates the accounts that differ and makes the new ones, whose internal IDs are dealt in no order
 * that says anything. Ids of what changed go into the part `touched`.
 */
export async function writeAccounts({ tx, staging, has, onWritten }: Merging) {
  const [users, touched] = [staging.table("users"), staging.table("touched")];
  const fields = Object.entries(plain).flatMap(([name, field]) => (has(name) ? [field] : []));
  const list = (form: (field: { column: string; value: string }) => string) =>
    sql.raw(fields.map(form).join(", "));
  await tx.execute(sql`
    WITH changed AS (
      UPDATE patron.users u SET ${list(({ column, value }) => `${column} = ${value}`)}
      FROM ${users} s WHERE u.id = s.user_id
        AND ROW(${list(({ column }) => `u.${column}`)}) IS DISTINCT FROM ROW(${list(({ value }) => value)})
      RETURNING u.id)
    INSERT INTO ${touched} SELECT id FROM changed`);
  const newAccountsForPurged = await count(
    tx,
    sql`SELECT count(*) FROM ${users} s WHERE s.is_new AND EXISTS (SELECT FROM patron.users old
      WHERE old.status = 'deleted' AND lower(coalesce(old.primary_id, old.last_name)) = lower(s.primary_id))`,
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
  await staging.analyze(tx, "users", personalOf(userColumns));
  onWritten(created);
  return { created, newAccountsForPurged };
}
