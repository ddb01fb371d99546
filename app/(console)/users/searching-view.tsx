"use client";

import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/button.tsx";
import { Notice } from "#components/notice.tsx";
import { Pager } from "#components/pager.tsx";
import { LoaderCircle } from "lucide-react";
import { listQuery } from "./list-query.ts";
import type { UserListSearch } from "./schema.ts";
import { userPageQuery } from "./user-page-query.ts";
import { UsersTable, type UsersTableProps } from "./users-table.tsx";

type Props = Omit<UsersTableProps, "users"> & {
  /** The search or the set. */
  source: Pick<UserListSearch, "search" | "set">;
};

/** Where a page could not be had at once: says so, and can be stopped; the server then stops too. */
export function Searching({ source, ...table }: Props) {
  const [isStopped, setIsStopped] = useState(false);
  const client = useQueryClient();
  const query = userPageQuery({ ...table.list, ...source });
  const { data: page, error } = useQuery({ ...query, enabled: !isStopped });
  const stop = () => {
    setIsStopped(true);
    void client.cancelQueries({ queryKey: query.queryKey });
  };
  if (isStopped) {
    return (
      <Notice tone="information" role="status">
        The search was stopped. {/* In place of Stop, which had the focus. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus onClick={() => setIsStopped(false)}>
          Search again
        </Button>
      </Notice>
    );
  }
  if (error) {
    return (
      <Notice tone="danger" role="alert">
        {error.message}
      </Notice>
    );
  }
  if (!page) {
    return (
      <div role="status" className="flex flex-wrap items-center gap-3">
        <LoaderCircle aria-hidden className="size-4 animate-spin" />
        Searching … This looks at every account and may take a while.
        <Button onClick={stop}>Stop</Button>
        <noscript>It needs JavaScript. Add conditions to narrow the search down.</noscript>
      </div>
    );
  }
  return (
    <>
      <UsersTable {...table} users={page.users} />
      <UsersPager path={table.path} list={table.list} next={page.next} />
    </>
  );
}

export function UsersPager({
  path,
  list: { after, ...list },
  next,
}: Pick<UsersTableProps, "path" | "list"> & { next: number | null }) {
  return (
    <Pager
      label="users"
      first={after === undefined ? null : path + listQuery(list)}
      next={next === null ? null : path + listQuery({ ...list, after: next })}
    />
  );
}
