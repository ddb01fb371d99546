import { cache } from "react";
import { notFound } from "next/navigation";
import { readUser, type User } from "#db/queries/users.ts";
import { permits } from "#lib/permissions.ts";
import { readPage } from "#lib/server/read-page.ts";
import type { Staff } from "#lib/server/session.ts";
import { userParameter } from "./schema.ts";

export interface UserParams {
  params: Promise<{ id: string }>;
}

/** The user whose page this is; read once for the frame and the tab. */
export const findUser = cache(async (id: string): Promise<User | null> => {
  const { data } = userParameter.safeParse(id);
  return data === undefined ? null : readPage((tx) => readUser(tx, data));
});

/** For a tab: where there is nobody its frame says so. */
export const userOf = async (id: string): Promise<User> => (await findUser(id)) ?? notFound();

/** A purged user is only looked at. */
export const mayEdit = (staff: Staff, user: User): boolean =>
  permits(staff.roles, "users.write") && user.status !== "deleted";
