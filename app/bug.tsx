"use client";

import { startTransition } from "react";
import { useRouter } from "next/navigation";
import { Button } from "#components/button.tsx";
import { ButtonLink } from "#components/button-link.tsx";
import { Failure } from "./failure.tsx";

export interface BugProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** What was thrown stays in the log; its id is all that is shown. */
export function Bug({ error, reset }: BugProps) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Failure title="Something went wrong in Lethe">
      <p role="alert">
        This page could not be shown. Nothing that was saved is lost, and nothing is saved by half.
      </p>
      <p>
        Try again. If it happens again, tell whoever looks after Lethe
        {error.digest ? (
          <>
            : the log of the web server tells more under <code>{error.digest}</code>.
          </>
        ) : (
          "."
        )}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" onClick={again}>
          Try again
        </Button>
        <ButtonLink href="/">Go to the Overview</ButtonLink>
      </div>
    </Failure>
  );
}
