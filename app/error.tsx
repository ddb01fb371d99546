"use client";

import { Button } from "#components/button.tsx";

interface Props {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A bug. What was thrown stays in the log; its id is all that is shown. */
export default function ErrorPage({ error, reset }: Props) {
  return (
    <main className="mx-auto grid max-w-xl justify-items-start gap-4 px-4 py-24">
      <h1 className="text-xl font-semibold">Something went wrong in Lethe</h1>
      <p role="alert">
        This page could not be shown. Nothing that was saved is lost.
        {error.digest && ` The log of the web server tells more under ${error.digest}.`}
      </p>
      <Button onClick={reset}>Try again</Button>
    </main>
  );
}
