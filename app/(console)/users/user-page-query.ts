import { queryOptions } from "@tanstack/react-query";
import type { UserPage } from "#db/queries/user-list.ts";
import { listQuery } from "./list-query.ts";
import type { UserListSearch } from "./schema.ts";
import { getJson } from "#lib/fetch-json.ts";

/** A page that took too long to wait for; asking is ended by leaving, or by the button. */
export const userPageQuery = (list: UserListSearch) =>
  queryOptions({
    queryKey: ["users", list],
    queryFn: ({ signal }) => getJson<UserPage>(`/api/users${listQuery(list)}`, signal),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const userCountQuery = (source: Pick<UserListSearch, "search" | "set">) =>
  queryOptions({
    queryKey: ["users", "count", source],
    queryFn: async ({ signal }) =>
      (await getJson<{ count: number }>(`/api/users/count${listQuery(source)}`, signal)).count,
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
