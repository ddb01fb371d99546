"use client";

import { useEffect, useRef } from "react";
import { usePathname } from "next/navigation";
import { navigationId } from "./navigation-id.ts";

/** The focus goes to the field that the address asks for, if it is shown, or to the page's heading, which says where one is. */
export function arrive(id = location.hash.slice(1)): void {
  const field = document.getElementById(id);
  const target = field?.checkVisibility() ? field : document.querySelector<HTMLElement>("main h1");
  if (!target) return;
  if (target.tagName === "H1") target.tabIndex = -1;
  target.focus();
}

/** After the menu or the search has led to another page; what was followed on a page itself keeps the focus. */
export function Arrival() {
  const path = usePathname();
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    const { activeElement } = document;
    // A menu that was closed gives the focus back to its button.
    const ofMenu = `#${navigationId}, [popovertarget=${navigationId}]`;
    const isLost = activeElement === null || activeElement === document.body;
    if (isLost || activeElement.closest(ofMenu)) arrive();
  }, [path]);
  return null;
}
