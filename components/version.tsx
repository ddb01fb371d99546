"use client";

import { createContext, use, useEffect, useState } from "react";

interface OfForm {
  changed: boolean;
  /** Made anew by each save and each "Take note", until something is changed again: what is read then may be saved over. */
  leave: object | null;
  /** The person has seen that somebody saved first. */
  note: () => void;
  /** The fields begin again with what was read. */
  renew: () => void;
}

/** Null outside an ActionForm. */
export const VersionsOf = createContext<OfForm | null>(null);

/**
 * What a form says it saves over, so that the second of two savers is told. While something is changed it
 * stays as it was when that began, whatever the page reads anew meanwhile, until the form is saved or the
 * person takes note. Where nothing is changed, the fields follow what is read.
 */
export function Version({ name = "version", value }: { name?: string; value: string | number }) {
  const form = use(VersionsOf);
  const [held, setHeld] = useState(value);
  const [taken, setTaken] = useState<object | null>(null);
  const [foreign, setForeign] = useState(0);
  if (value !== held) {
    const mayTake = form?.leave && form.leave !== taken;
    if (mayTake) setTaken(form.leave);
    else if (form && !form.changed) setForeign(foreign + 1);
    if (mayTake || !form?.changed) setHeld(value);
  }
  const renew = form?.renew;
  useEffect(() => {
    if (foreign > 0) renew?.();
  }, [foreign, renew]);
  return <input type="hidden" name={name} value={held} />;
}
