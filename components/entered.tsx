"use client";

import { createContext, use, type ReactNode } from "react";
import { enteredIn, type Entered, type FormState } from "#lib/form-state.ts";

const OfForm = createContext<Entered | undefined>(undefined);

/** Around the fields of a form: what a plain post of it entered is what they begin with. */
export const EnteredIn = ({ state, children }: { state: FormState; children: ReactNode }) => (
  <OfForm value={enteredIn(state)}>{children}</OfForm>
);

/** Props of a field that is not steered by its form: nothing, or what was entered. */
export function useEntered(name: string): { defaultValue?: string } {
  const entered = use(OfForm);
  return entered ? { defaultValue: entered[name]?.[0] ?? "" } : {};
}

export function useTicked(name: string, value: string): { defaultChecked?: boolean } {
  const entered = use(OfForm);
  return entered ? { defaultChecked: entered[name]?.includes(value) ?? false } : {};
}
