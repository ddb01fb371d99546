"use client";

import { useRef, useState, type ReactNode } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { Button } from "#components/button.tsx";
import { useHydrated } from "#components/hydrated.ts";
import { Notice } from "#components/notice.tsx";
import { Pager } from "#components/pager.tsx";
import { LoaderCircle } from "lucide-react";
import type { UserPage } from "#db/queries/user-list.ts";
import { formatCount } from "#lib/format.ts";
import { foundAtMost } from "#lib/found-at-most.ts";
import type { FoundUsers } from "./found-users-query.ts";
import { listQuery } from "./list-query.ts";
import { SelectionOf } from "./selection-form.tsx";
import { userPageQuery, type UsersSource } from "./user-page-query.ts";
import { UsersTable, type UsersTableProps } from "./users-table.tsx";

type Props = Omit<UsersTableProps, "users"> & {
  found: FoundUsers;
  source: UsersSource;
  /** The form that takes the users who are ticked. */
  taken?: ReactNode;
};

/**
 * A page of users. One that could not be had at once is asked for from here, which is said, and can be
 * stopped: the server then stops too. Until it comes the page before keeps its room, and where it is of
 * the same list, read before something was done, it stays. Where there was none, what is marked
 * `data-below-users` waits too (globals.css), so that nothing has to move.
 */
export function UserList({ found, source, taken, ...table }: Props) {
  const { wait: _wait, ...list } = table.list;
  const links = { path: table.path, list: useHydrated() ? list : table.list };
  const place = JSON.stringify([table.path, list, source]);
  const { page, refusal, isStopped, isAgain, stop, askAgain } = usePage(found, list, source);
  const before = usePageBefore(page, place);
  const isMissing = !page && !refusal;
  const isKept = isMissing && before.isSame;
  const isSearching = isMissing && !isStopped;
  const isHidden = isSearching && !isKept;
  const isFirst = isSearching && !before.page;
  const shown = page ?? (isSearching || isKept ? before.page : null);
  const instead = isStopped ? (
    <Stopped {...{ askAgain }} />
  ) : (
    refusal && <Refused {...{ refusal, askAgain }} />
  );
  const wait = table.path + listQuery({ ...list, wait: "yes" });
  const frame = useRef<HTMLFieldSetElement>(null);
  const stopHere = () => {
    stop();
    // Stop, which had the focus, goes, and nothing comes in its place.
    if (isKept) frame.current?.querySelector<HTMLElement>("[tabindex]")?.focus();
  };
  return (
    <SelectionOf users={shown?.users ?? []} place={place}>
      {shown?.isCapped && <Capped />}
      <div
        data-first-users={isFirst || undefined}
        className={clsx("@container relative", isFirst && "min-h-[min(80vh,60rem)]")}
      >
        {/* What is hidden is neither sent nor led to. */}
        <fieldset
          ref={frame}
          disabled={isHidden}
          aria-busy={isSearching}
          className={clsx("min-w-0", isHidden && "[&_tbody]:invisible")}
        >
          <UsersTable
            {...table}
            {...links}
            users={shown?.users ?? []}
            empty={page || isKept ? table.empty : instead}
          />
        </fieldset>
        {isSearching && <Searching {...{ wait, isAgain, isKept }} stop={stopHere} />}
        <div className={clsx(isHidden && "invisible")}>
          {shown && <UsersPager {...links} next={shown.next} />}
        </div>
      </div>
      {taken && <div data-below-users>{taken}</div>}
    </SelectionOf>
  );
}

/** The last page there was, and whether it is of the place that is asked for now. */
function usePageBefore(page: UserPage | null, place: string) {
  const [before, setBefore] = useState({ page, place });
  if (page && page !== before.page) setBefore({ page, place });
  return { page: before.page, isSame: before.page !== null && before.place === place };
}

function usePage({ page, refusal, key }: FoundUsers, list: Props["list"], source: UsersSource) {
  const [last, setLast] = useState({ key: "", isStopped: false });
  const isStopped = last.key === key && last.isStopped;
  const isAgain = last.key === key && !last.isStopped;
  const refused = isAgain ? undefined : refusal;
  const client = useQueryClient();
  const query = userPageQuery(key, list, source);
  const isMissing = !page && refused === undefined;
  const { data, error, refetch } = useQuery({ ...query, enabled: isMissing && !isStopped });
  return {
    page: page ?? data ?? null,
    refusal: refused ?? error?.message,
    isStopped,
    isAgain,
    stop: () => {
      setLast({ key, isStopped: true });
      void client.cancelQueries({ queryKey: query.queryKey });
    },
    askAgain: () => {
      setLast({ key, isStopped: false });
      void refetch();
    },
  };
}

const Capped = () => (
  <Notice tone="attention" role="status">
    More than {formatCount(foundAtMost)} users fit; these are the first of them. Search for more
    letters.
  </Notice>
);

interface SearchingProps {
  stop: () => void;
  /** Where it is waited for without JavaScript. */
  wait: string;
  isAgain: boolean;
  isKept: boolean;
}

/**
 * In the room of the first row; where rows are blocks (globals.css) the headings above take two lines.
 * Where rows are kept, below them: in the corner, if there is one beside the pager.
 */
const Searching = ({ stop, wait, isAgain, isKept }: SearchingProps) => (
  <div
    role="status"
    className={clsx(
      "appearing flex flex-wrap items-center gap-3",
      isKept
        ? "bg-canvas pt-4 @2xl:absolute @2xl:right-0 @2xl:bottom-0 @2xl:pt-0 @2xl:pl-3"
        : "absolute top-16 left-0 @2xl:top-9",
    )}
  >
    <span className="contents noscript:hidden">
      <LoaderCircle aria-hidden className="size-4 animate-spin" />
      <span>Searching … It may take a while.</span>
      {/* In place of Search again, which had the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <Button autoFocus={isAgain} onClick={stop}>
        Stop
      </Button>
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

const Refused = ({ refusal, askAgain }: { refusal: string; askAgain: () => void }) => (
  <Notice tone="danger" role="alert">
    {refusal}{" "}
    <Button className="noscript:hidden" onClick={askAgain}>
      Search again
    </Button>
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
