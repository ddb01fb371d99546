"use client";

import { useEffect } from "react";
import { themeCookie, themeOf } from "#components/theme.ts";
import type { BugProps } from "./bug.tsx";
import "./globals.css";

/** Stands in for the whole document: nothing of the layout can be counted on. */
export default function GlobalError({ error }: BugProps) {
  useEffect(() => {
    const chosen = new RegExp(`${themeCookie}=(\\w+)`).exec(document.cookie)?.[1];
    document.documentElement.dataset.theme = themeOf(chosen);
  }, []);
  return (
    <html lang="en">
      <body>
        <main className="mx-auto grid max-w-xl justify-items-start gap-4 px-4 py-[12vh] text-base">
          <h1 className="text-xl font-semibold">Something went wrong in Lethe</h1>
          <p role="alert">
            This page could not be shown. Nothing that was saved is lost, and nothing is saved by
            half. Try again; if it happens again, tell whoever looks after Lethe.
            {error.digest && ` The log of the web server tells more under ${error.digest}.`}
          </p>
          <button
            type="button"
            className="bg-accent text-on-accent min-h-9 rounded-md px-3 text-sm font-medium"
            onClick={() => location.reload()}
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
