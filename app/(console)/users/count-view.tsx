"use client";

import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle } from "lucide-react";
import { Button } from "#components/button.tsx";
import { formatCountOf } from "#lib/format.ts";
import { userCountQuery } from "./user-page-query.ts";
import type { UserListSearch } from "./schema.ts";

/** How many users a list has, asked for by itself: a list of a page at a time does not know. */
export function UserCount({ source }: { source: Pick<UserListSearch, "search" | "set"> }) {
  const [isAsked, setIsAsked] = useState(false);
  const client = useQueryClient();
  const query = userCountQuery(source);
  const { data: count, error } = useQuery({ ...query, enabled: isAsked });
  if (!isAsked) {
    return <Button onClick={() => setIsAsked(true)}>Count</Button>;
  }
  const stop = () => {
    setIsAsked(false);
    void client.cancelQueries({ queryKey: query.queryKey });
  };
  return (
    <span role="status" className="inline-flex min-h-9 items-center gap-2 tabular-nums">
      {error && error.message}
      {count !== undefined && formatCountOf(count, "user", "users")}
      {count === undefined && !error && (
        <>
          <LoaderCircle aria-hidden className="size-4 animate-spin" />
          Counting …
          <Button variant="quiet" onClick={stop}>
            Stop
          </Button>
        </>
      )}
    </span>
  );
}
