import type { UserListSearch } from "./schema.ts";

/** As an address's query, with its question mark; "" when all is as usual. */
export function listQuery(search: Partial<UserListSearch>): string {
  const set = Object.entries(search).flatMap(([name, value]) =>
    value === undefined || value === "name" ? [] : [[name, String(value)]],
  );
  return set.length === 0 ? "" : `?${new URLSearchParams(set)}`;
}
