"use client";

import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { Button } from "#components/button.tsx";
import { formatCountOf } from "#lib/format.ts";
import { userCountQuery } from "./user-page-query.ts";
import type { UserListSearch } from "./schema.ts";

/** How many users a list has, asked for by itself, and anew each time: a list of a page at a time does not know. */
export function UserCount({ source }: { source: Pick<UserListSearch, "search" | "set"> }) {
  const [isAsked, setIsAsked] = useState(false);
  const client = useQueryClient();
  const query = userCountQuery(source);
  const { data: count, error, isFetching, refetch } = useQuery({ ...query, enabled: false });
  const ask = () => {
    setIsAsked(true);
    void refetch();
  };
  if (!isAsked) return <Button onClick={ask}>Count</Button>;
  const stop = () => {
    setIsAsked(false);
    void client.cancelQueries({ queryKey: query.queryKey });
  };
  return (
    <span className="inline-flex min-h-9 items-center gap-2 tabular-nums">
      <span role="status">
        {isFetching && "Counting …"}
        {!isFetching && error && error.message}
        {!isFetching && !error && count !== undefined && formatCountOf(count, "user", "users")}
      </span>
      {isFetching ? (
        <>
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          <Button variant="quiet" onClick={stop}>
            Stop
          </Button>
        </>
      ) : (
        <Button variant="quiet" onClick={ask}>
          Count again
        </Button>
      )}
    </span>
  );
}
