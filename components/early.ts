import { useEffect, useRef, type RefObject } from "react";
import { useServed } from "./hydrated.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether somebody has changed it since the server wrote it. What scripts make does not say how it began. */
export function isTouched(control: Element): boolean {
  if (control instanceof HTMLTextAreaElement) {
    return control.value !== control.defaultValue.replaceAll("\r\n", "\n");
  }
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    const first = options.find(({ defaultSelected }) => defaultSelected) ?? options[0];
    return control.selectedOptions[0] !== first;
  }
  if (!(control instanceof HTMLInputElement) || control.type === "hidden") return false;
  return ["checkbox", "radio"].includes(control.type)
    ? control.checked !== control.defaultChecked
    : control.value !== control.defaultValue;
}

/**
 * For a field that its form steers: what was entered before the page's scripts were there is told to
 * the form once they are. React leaves it on the screen and says nothing of it.
 */
export function useEarly<Field extends Control>(
  tell: ((event: never) => void) | undefined,
): RefObject<Field | null> {
  const field = useRef<Field>(null);
  const first = useRef(tell);
  const isServed = useServed();
  useEffect(() => {
    const target = field.current;
    if (isServed && target && isTouched(target))
      first.current?.({ target, currentTarget: target } as never);
  }, [isServed]);
  return field;
}
