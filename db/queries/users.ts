import { sql } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal, Stale } from "#lib/refusal.ts";
import type { AccountType, RecordType, UserStatus } from "#lib/user-fields.ts";
import type { Tx } from "../client.ts";
import { refuseTaken } from "../errors.ts";
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

export const changedMeanwhile = () => new Stale("This user was", "somebody else or a job");

/** Keeps an account as it is until the transaction ends. Refuses one that is gone or was purged. */
export async function lockUser(tx: Tx, id: number): Promise<User> {
  await tx.execute(sql`SELECT FROM patron.users WHERE id = ${id} FOR NO KEY UPDATE`);
  const user = await readUser(tx, id);
  if (!user) throw new NotFound("This user does not exist any more.");
  if (user.status === "deleted") throw new Refusal("A purged user cannot be changed.");
  return user;
}

/** What is left out stays as it is. Returns the version that this makes. */
export async function changeUser(
  tx: Tx,
  actor: string,
  { id, version, ...input }: Partial<UserInput> & { id: number; version: string },
): Promise<{ change: Change; version: string }> {
  const before = await lockUser(tx, id);
  if (before.version !== version) throw changedMeanwhile();
  const after = { ...before, ...input };
  const changed = fields.filter((field) => before[field] !== after[field]);
  const { rows } = await refuseTaken(
    tx.execute<{ version: string }>(sql`
    UPDATE patron.users SET primary_id = ${after.primaryId}, first_name = ${after.firstName},
      middle_name = ${after.middleName}, last_name = ${after.lastName}, title = ${after.title},
      status = ${after.status}, record_type = ${after.recordType}, account_type = ${after.accountType},
      user_group_id = ${await groupId(tx, after.userGroup)}::integer, job_category = ${after.jobCategory},
      campus = ${after.campus}, preferred_language = ${after.preferredLanguage},
      birth_date = ${after.birthDate}::date, gender = ${after.gender},
      expiry_date = ${after.expiryDate}::date, purge_date = ${after.purgeDate}::date
    WHERE id = ${id} RETURNING xmin::text AS version`),
    "users_primary_id_unique",
    "Another user has this primary ID.",
  );
  const change = await recordUserChange(tx, actor, {
    userId: id,
    action: "change",
    fields: changed,
  });
  return { change, version: rows[0]?.version ?? "" };
}

async function groupId(tx: Tx, code: string | null): Promise<number | null> {
  if (code === null) return null;
  const { rows } = await tx.execute<{ id: number }>(
    sql`SELECT id FROM record.user_groups WHERE code = ${code}`,
  );
  if (!rows[0]) throw new Refusal("This user group does not exist any more. Choose another.");
  return rows[0].id;
}
