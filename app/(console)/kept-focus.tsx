"use client";

import { useEffect } from "react";
import { arrive } from "./arrival.tsx";

const focusable =
  "a[href], button:not(:disabled), input:not([type=hidden]):not(:disabled), select, textarea, summary";

/** Where an element stood, from itself upwards. */
type Place = { parent: Element; at: number }[];

/**
 * The focus of a control that goes away with what it did (a row that is removed, Pause that becomes
 * Resume) moves to what stands in its place, and not to the top of the document.
 */
export function KeptFocus() {
  useEffect(() => {
    let focused: Element | null = null;
    let place: Place = [];
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      focused = target;
      place = placeOf(target);
    };
    // Whoever left a control that is still there meant to.
    const forget = () =>
      queueMicrotask(() => {
        if (focused?.isConnected && document.activeElement === document.body) focused = null;
      });
    const observer = new MutationObserver(() => {
      if (!focused || focused.isConnected) return;
      focused = null;
      // After a dialog has given the focus back.
      setTimeout(() => {
        if (document.activeElement === document.body) settleIn(place);
      });
    });
    document.addEventListener("focusin", remember);
    document.addEventListener("focusout", forget);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("focusout", forget);
      observer.disconnect();
    };
  }, []);
  return null;
}

function placeOf(element: Element): Place {
  const { parentElement: parent } = element;
  if (!parent) return [];
  return [{ parent, at: [...parent.children].indexOf(element) }, ...placeOf(parent)];
}

/** What took the place, or else what is next to it; the heading where all of the page is new. */
function settleIn(place: Place): void {
  const left = place.find(({ parent }) => parent.isConnected);
  const next = left?.parent.children[Math.min(left.at, left.parent.children.length - 1)];
  const control = [next, left?.parent].map(controlIn).find(Boolean);
  if (control && !left?.parent.querySelector("h1")) control.focus();
  else arrive();
}

const controlIn = (element?: Element) =>
  element?.matches(focusable)
    ? (element as HTMLElement)
    : element?.querySelector<HTMLElement>(focusable);
