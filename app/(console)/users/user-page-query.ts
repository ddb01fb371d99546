import { queryOptions } from "@tanstack/react-query";
import type { UserPage } from "#db/queries/user-list.ts";
import { fetchJson, getJson } from "#lib/fetch-json.ts";
import type { PurgeOptions, PurgeReason } from "#lib/purge-fields.ts";
import { listQuery } from "./list-query.ts";
import type { UserListSearch } from "./schema.ts";

/** Whose page it is: that of a search or a set, or of those whom a purge would keep for a reason. */
export type UsersSource =
  Pick<UserListSearch, "search" | "set"> | { criteria: PurgeOptions; reason: PurgeReason };

const asking = { retry: false, staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false };

/** A page that took too long to wait for; asking is ended by leaving, or by the button. */
export const userPageQuery = (key: string, list: UserListSearch, source: UsersSource) =>
  queryOptions({
    ...asking,
    queryKey: ["users", key],
    queryFn: ({ signal }) =>
      "reason" in source
        ? fetchJson<UserPage>("/api/purge-users/held-back", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ ...source, ...list, descending: list.descending === "yes" }),
            signal,
          })
        : getJson<UserPage>(`/api/users${listQuery({ ...list, ...source })}`, signal),
  });

export const userCountQuery = (source: Pick<UserListSearch, "search" | "set">) =>
  queryOptions({
    ...asking,
    queryKey: ["users", "count", source],
    queryFn: async ({ signal }) =>
      (await getJson<{ count: number }>(`/api/users/count${listQuery(source)}`, signal)).count,
  });
