import type { Staff } from "#lib/server/session.ts";
import { tabSearch } from "./schema.ts";
import { mayEdit, userOf, type UserParams } from "./user-page-query.ts";

export interface TabProps extends UserParams {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What every tab of parts begins with. */
export async function tabOf(staff: Staff, { params, searchParams }: TabProps, name: string) {
  const user = await userOf((await params).id);
  const { edit, after } = tabSearch.parse(await searchParams);
  const address = `/users/${user.id}/${name}`;
  return { user, address, tab: mayEdit(staff, user) ? address : null, editing: edit, after };
}
