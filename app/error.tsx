"use client";

import { Bug, type BugProps } from "./bug.tsx";

export default function ErrorPage(props: BugProps) {
  return (
    <main className="mx-auto max-w-xl px-4 py-[12vh]">
      <p className="text-muted">Lethe</p>
      <Bug {...props} />
    </main>
  );
}
