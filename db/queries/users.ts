import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import type { AccountType, RecordType, UserStatus } from "#lib/user-fields.ts";
import type { Tx } from "../client.ts";
import { violatedConstraint } from "../errors.ts";
import { recordUserChange } from "./user-history.ts";

/** An account itself, without its parts. Days are YYYY-MM-DD. */
export interface User {
  id: number;
  /** Another one after every change, whoever makes it. */
  version: string;
  primaryId: string | null;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  title: string | null;
  status: UserStatus;
  recordType: RecordType;
  accountType: AccountType;
  /** Code and name of the user group. */
  userGroup: string | null;
  userGroupName: string | null;
  jobCategory: string | null;
  campus: string | null;
  preferredLanguage: string | null;
  birthDate: string | null;
  gender: string | null;
  expiryDate: string | null;
  purgeDate: string | null;
  deletedOn: string | null;
  /** YYYY-MM */
  lastActivity: string | null;
  createdOn: string;
}

export async function readUser(tx: Tx, id: number): Promise<User | null> {
  const { rows } = await tx.execute<User & Record<string, unknown>>(sql`
    SELECT u.id::float8 AS id, u.xmin::text AS version, u.primary_id AS "primaryId",
      u.first_name AS "firstName", u.middle_name AS "middleName", u.last_name AS "lastName", u.title,
      u.status, u.record_type AS "recordType", u.account_type AS "accountType", g.code AS "userGroup",
      g.name AS "userGroupName", u.job_category AS "jobCategory", u.campus,
      u.preferred_language AS "preferredLanguage", u.birth_date::text AS "birthDate", u.gender,
      u.expiry_date::text AS "expiryDate", u.purge_date::text AS "purgeDate",
      u.deleted_on::text AS "deletedOn", to_char(u.last_activity_month, 'YYYY-MM') AS "lastActivity",
      (u.created_at AT TIME ZONE (SELECT time_zone FROM console.institution))::date::text AS "createdOn"
    FROM patron.users u LEFT JOIN record.user_groups g ON g.id = u.user_group_id WHERE u.id = ${id}`);
  return rows[0] ?? null;
}

const fields = [
  "primaryId",
  "firstName",
  "middleName",
  "lastName",
  "title",
  "status",
  "recordType",
  "accountType",
  "userGroup",
  "jobCategory",
  "campus",
  "preferredLanguage",
  "birthDate",
  "gender",
  "expiryDate",
  "purgeDate",
] as const;
type Field = (typeof fields)[number];

/** What User Details > General saves. A purge alone deletes. */
export type UserInput = Pick<User, Exclude<Field, "status" | "primaryId">> & {
  primaryId: string;
  status: Exclude<UserStatus, "deleted">;
};

export const changedMeanwhile =
  "This user was changed meanwhile, by somebody else or by a job. Nothing was saved; reload the page to see it.";

/** Keeps an account as it is until the transaction ends. Refuses one that is gone or was purged. */
export async function lockUser(tx: Tx, id: number): Promise<User> {
  await tx.execute(sql`SELECT FROM patron.users WHERE id = ${id} FOR NO KEY UPDATE`);
  const user = await readUser(tx, id);
  if (!user) throw new Refusal("This user does not exist any more.");
  if (user.status === "deleted") throw new Refusal("A purged user cannot be changed.");
  return user;
}

export async function changeUser(
  tx: Tx,
  actor: string,
  input: UserInput & { id: number; version: string },
): Promise<Change> {
  const before = await lockUser(tx, input.id);
  if (before.version !== input.version) throw new Refusal(changedMeanwhile);
  const changed = fields.filter((field) => before[field] !== input[field]);
  await unlessTaken(
    tx.execute(sql`
    UPDATE patron.users SET primary_id = ${input.primaryId}, first_name = ${input.firstName},
      middle_name = ${input.middleName}, last_name = ${input.lastName}, title = ${input.title},
      status = ${input.status}, record_type = ${input.recordType}, account_type = ${input.accountType},
      user_group_id = ${await groupId(tx, input.userGroup)}::integer, job_category = ${input.jobCategory},
      campus = ${input.campus}, preferred_language = ${input.preferredLanguage},
      birth_date = ${input.birthDate}::date, gender = ${input.gender},
      expiry_date = ${input.expiryDate}::date, purge_date = ${input.purgeDate}::date
    WHERE id = ${input.id}`),
  );
  return recordUserChange(tx, actor, { userId: input.id, action: "change", fields: changed });
}

async function groupId(tx: Tx, code: string | null): Promise<number | null> {
  if (code === null) return null;
  const { rows } = await tx.execute<{ id: number }>(
    sql`SELECT id FROM record.user_groups WHERE code = ${code}`,
  );
  if (!rows[0]) throw new Refusal("This user group does not exist any more. Choose another.");
  return rows[0].id;
}

async function unlessTaken(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (violatedConstraint(error) !== "users_primary_id_unique") throw error;
    throw new Refusal("Another user has this primary ID.");
  }
}
