import type { UserStatus } from "./user-fields.ts";

export interface NamedUser {
  id: number;
  primaryId: string | null;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  status: UserStatus;
}

/**
 * "Lovelace, Ada King". A purged user has none: the policy left the internal ID or the old primary ID
 * in place of the last name, and "ID 4711" says so.
 */
export function userName(user: NamedUser): string {
  const { id, primaryId, firstName, middleName, lastName, status } = user;
  if (status === "deleted" && primaryId === null) return `ID ${lastName ?? id}`;
  const given = [firstName, middleName].filter(Boolean).join(" ");
  return [lastName, given].filter(Boolean).join(", ") || `No name (ID ${id})`;
}
