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
export const userOf = cache(async (id: string): Promise<User> => {
  const parsed = userParameter.safeParse(id);
  if (!parsed.success) notFound();
  const user = await readPage((tx) => readUser(tx, parsed.data));
  return user ?? notFound();
});

/** A purged user is only looked at. */
export const mayEdit = (staff: Staff, user: User): boolean =>
  permits(staff.roles, "users.write") && user.status !== "deleted";
