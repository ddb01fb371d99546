"use client";

import { createContext, use, useEffect, useState, useSyncExternalStore } from "react";

interface OfForm {
  changed: boolean;
  /** Made anew by each save and each "Take note", until something is changed again: what is read then may be saved over. */
  leave: object | null;
  /** The person has seen that somebody saved first. */
  note: () => void;
  /** The fields begin again with what was read. */
  renew: () => void;
}

interface Props {
  name?: string;
  value: string | number;
  row?: string;
}

/** Null outside an ActionForm. */
export const VersionsOf = createContext<OfForm | null>(null);

/** Versions of rows that the person of this page has made in another way than by the form that asks. */
let own: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** For a row whose versions are numbers one after the other. */
export function noteOwnSave(row: string, savedOver: number): void {
  own = new Set(own).add(`${row} ${savedOver + 1}`);
  for (const listener of listeners) listener();
}

function isOwn(row: string, held: number, value: number): boolean {
  const between = Array.from({ length: Math.max(0, value - held) }, (_, n) => held + 1 + n);
  return between.length > 0 && between.every((version) => own.has(`${row} ${version}`));
}

/**
 * What a form says it saves over, so that the second of two savers is told. While something is changed it
 * stays as it was when that began, whatever the page reads anew meanwhile, until the form is saved or the
 * person takes note. Where nothing is changed, the fields follow what is read. `row` is named where this
 * page saves the same row in another way, too: that is no reason to refuse what the same person has typed.
 */
export function Version({ name = "version", value, row }: Props) {
  const form = use(VersionsOf);
  useSyncExternalStore(
    subscribe,
    () => own,
    () => own,
  );
  const [held, setHeld] = useState(value);
  const [taken, setTaken] = useState<object | null>(null);
  const [foreign, setForeign] = useState(0);
  if (value !== held) {
    const mayTake = form?.leave && form.leave !== taken;
    if (mayTake) setTaken(form.leave);
    else if (form && !form.changed) setForeign(foreign + 1);
    const isMine = row !== undefined && isOwn(row, Number(held), Number(value));
    if (mayTake || isMine || !form?.changed) setHeld(value);
  }
  const renew = form?.renew;
  useEffect(() => {
    if (foreign > 0) renew?.();
  }, [foreign, renew]);
  return <input type="hidden" name={name} value={held} />;
}
