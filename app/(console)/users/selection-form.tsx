"use client";

import { createContext, use, useEffect, useState, type ReactNode } from "react";
import clsx from "clsx";
import { Button } from "#components/button.tsx";
import { useEarly } from "#components/early.ts";
import { useHydrated } from "#components/hydrated.ts";
import type { UserRow } from "#db/queries/user-list.ts";
import type { FormState } from "#lib/form-state.ts";
import { formatCount } from "#lib/format.ts";
import { userName } from "#lib/user-name.ts";

type Ticked = ReadonlySet<number>;

interface Selection {
  /** Ids of the users on the page. */
  users: readonly number[];
  /** Those who are ticked, and perhaps others who have gone from it meanwhile. */
  ticked: Ticked;
  setTicked: (change: (ticked: Ticked) => Ticked) => void;
}

const nobody: Ticked = new Set();
const OfPage = createContext<Selection>({ users: [], ticked: nobody, setTicked: () => {} });

interface Props {
  users: readonly UserRow[];
  /** Another page or order begins with nobody. */
  place: string;
  children: ReactNode;
}

/** Around a page of users and the form that takes those who are ticked. */
export function SelectionOf({ users, place, children }: Props) {
  const [ticked, setTicked] = useState(nobody);
  const [placed, setPlaced] = useState(place);
  if (placed !== place) {
    setPlaced(place);
    setTicked(nobody);
  }
  return (
    <OfPage value={{ users: users.map(({ id }) => id), ticked, setTicked }}>{children}</OfPage>
  );
}

/** How many are selected; nobody is once the form has taken them. */
export function useSelected(state: FormState): number {
  const { users, ticked, setTicked } = use(OfPage);
  useEffect(() => {
    if (state.status === "saved") setTicked(() => nobody);
  }, [state, setTicked]);
  return users.filter((id) => ticked.has(id)).length;
}

/** Says so, and selects all of the page or none, for those with JavaScript. */
export function SelectedCount({ selected }: { selected: number }) {
  const { users, setTicked } = use(OfPage);
  const isAll = selected === users.length;
  return (
    <div
      className={clsx("flex flex-wrap items-center gap-x-4 gap-y-2", !useHydrated() && "invisible")}
    >
      <span role="status" className="text-muted tabular-nums">
        {formatCount(selected)} of {formatCount(users.length)} selected
      </span>
      {users.length > 0 && (
        <Button variant="quiet" onClick={() => setTicked(() => (isAll ? nobody : new Set(users)))}>
          {isAll ? "Select none" : `Select all ${formatCount(users.length)} of this page`}
        </Button>
      )}
    </div>
  );
}

/** A user's box. It stands in the table, and names the form. */
export function SelectUser({ user, form }: { user: UserRow; form: string }) {
  const { ticked, setTicked } = use(OfPage);
  const tick = ({ target }: { target: HTMLInputElement }) =>
    setTicked((before) => {
      const after = new Set(before);
      if (target.checked) after.add(user.id);
      else after.delete(user.id);
      return after;
    });
  const early = useEarly<HTMLInputElement>(tick);
  return (
    <input
      ref={early}
      type="checkbox"
      name="users"
      value={user.id}
      form={form}
      aria-label={`Select ${userName(user)}`}
      checked={ticked.has(user.id)}
      onChange={tick}
      className="accent-accent my-1 block size-4"
    />
  );
}
