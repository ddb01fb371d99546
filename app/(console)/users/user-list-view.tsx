"use client";

import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { Button } from "#components/button.tsx";
import { Notice } from "#components/notice.tsx";
import { Pager } from "#components/pager.tsx";
import { LoaderCircle } from "lucide-react";
import { formatCount } from "#lib/format.ts";
import { foundAtMost } from "#lib/found-at-most.ts";
import type { FoundUsers } from "./found-users-query.ts";
import { listQuery } from "./list-query.ts";
import { userPageQuery, type UsersSource } from "./user-page-query.ts";
import { UsersTable, type UsersTableProps } from "./users-table.tsx";

type Props = Omit<UsersTableProps, "users"> & {
  found: FoundUsers;
  source: UsersSource;
};

/**
 * A page of users. One that could not be had at once is asked for from here, which is said, and can be
 * stopped: the server then stops too. Until it comes the page before keeps its room. Where there was
 * none, what is marked `data-below-users` waits too (globals.css), so that nothing has to move.
 */
export function UserList({ found, source, ...table }: Props) {
  const { page, refusal, isStopped, stop, askAgain } = usePage(found, table.list, source);
  const [before, setBefore] = useState(page);
  if (page && page !== before) setBefore(page);
  const { path, list } = table;
  const isSearching = !page && !refusal && !isStopped;
  const isFirst = isSearching && !before;
  const shown = page ?? (isSearching ? before : null);
  const instead = isStopped ? (
    <Stopped askAgain={askAgain} />
  ) : (
    refusal && <Refused {...{ refusal }} />
  );
  return (
    <>
      {shown?.isCapped && (
        <Notice tone="attention" role="status">
          More than {formatCount(foundAtMost)} users fit; these are the first of them. Search for
          more letters.
        </Notice>
      )}
      <div
        aria-busy={isSearching}
        data-first-users={isFirst || undefined}
        className={clsx(
          "@container relative",
          isSearching && "[&_tbody]:invisible",
          isFirst && "min-h-[min(80vh,60rem)]",
        )}
      >
        <UsersTable {...table} users={shown?.users ?? []} empty={page ? table.empty : instead} />
        {isSearching && <Searching stop={stop} wait={path + listQuery({ ...list, wait: "yes" })} />}
        {shown && <UsersPager path={path} list={list} next={shown.next} />}
      </div>
    </>
  );
}

function usePage({ page, refusal, key }: FoundUsers, list: Props["list"], source: UsersSource) {
  const [stopped, setStopped] = useState("");
  const isStopped = stopped === key;
  const client = useQueryClient();
  const query = userPageQuery(key, list, source);
  const isMissing = !page && refusal === undefined;
  const { data, error } = useQuery({ ...query, enabled: isMissing && !isStopped });
  return {
    page: page ?? data ?? null,
    refusal: refusal ?? error?.message,
    isStopped,
    stop: () => {
      setStopped(key);
      void client.cancelQueries({ queryKey: query.queryKey });
    },
    askAgain: () => setStopped(""),
  };
}

/** In the room of the first row; where rows are blocks (globals.css) the headings above take two lines. */
const Searching = ({ stop, wait }: { stop: () => void; wait: string }) => (
  <div
    role="status"
    className="appearing absolute top-16 left-0 flex flex-wrap items-center gap-3 @2xl:top-9"
  >
    <span className="contents noscript:hidden">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      <span>Searching … It may take a while.</span>
      <Button onClick={stop}>Stop</Button>
    </span>
    <noscript>
      This search takes longer than a moment.{" "}
      <a className="text-link" href={wait}>
        Wait for it
      </a>
    </noscript>
  </div>
);

const Stopped = ({ askAgain }: { askAgain: () => void }) => (
  <Notice tone="information" role="status">
    The search was stopped. {/* In place of Stop, which had the focus. */}
    {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
    <Button autoFocus onClick={askAgain}>
      Search again
    </Button>
  </Notice>
);

const Refused = ({ refusal }: { refusal: string }) => (
  <Notice tone="danger" role="alert">
    {refusal}
  </Notice>
);

function UsersPager({
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
