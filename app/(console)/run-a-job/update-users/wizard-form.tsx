"use client";

import { useEffect, useRef, useState, type FormEvent } from "react";
import Link from "next/link";
import { Button } from "#components/button.tsx";
import { FormErrors } from "#components/form-errors.tsx";
import { NeedsScripts } from "#components/needs-scripts.tsx";
import { Notice } from "#components/notice.tsx";
import { Section } from "#components/section.tsx";
import { UnsavedChanges } from "#components/unsaved-changes.tsx";
import type { UserCodes } from "#db/queries/user-codes.ts";
import { namesOf, type Names } from "#lib/code-names.ts";
import type { FormState } from "#lib/form-state.ts";
import type { UpdateChanges } from "#lib/update-fields.ts";
import { UserCount } from "../../users/count-view.tsx";
import { Steps } from "../steps-view.tsx";
import { ConfirmUpdate } from "./confirm-form.tsx";
import { Parameters } from "./parameters-form.tsx";
import { useUpdatePreview, type Reviewed } from "./preview-query.ts";
import { Review } from "./review-view.tsx";
import { faultLabels, readChanges } from "./schema.ts";

interface Props {
  set: { id: number; name: string };
  codes: UserCodes;
  mayRun: boolean;
}

/** Parameters, then what they would do; going back keeps what was entered. */
export function Wizard({ set, codes, mayRun }: Props) {
  const [state, setState] = useState<FormState>({ status: "idle" });
  const [touched, setTouched] = useState(false);
  const [isReviewing, setIsReviewing] = useState(false);
  const { data, error, isPending, mutate, stop } = useUpdatePreview(set.id);
  const look = (changes: UpdateChanges) => {
    setIsReviewing(false);
    mutate(changes, { onSuccess: () => setIsReviewing(true) });
  };
  const review = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readChanges(new FormData(event.currentTarget));
    if ("state" in read) return setState(read.state);
    setState({ status: "idle" });
    look(read.changes);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Steps current={isReviewing ? "Review and confirm" : "Enter parameters"} />
      <NeedsScripts without="From here on this job needs JavaScript. Scripts of your own reach it by the API.">
        <form
          hidden={isReviewing}
          noValidate
          onSubmit={review}
          onChange={() => setTouched(true)}
          className={isReviewing ? undefined : "grid grid-cols-[minmax(0,1fr)] gap-6"}
        >
          <Section
            title={`Parameters for the members of “${set.name}”`}
            lead="Tick what to change. What is not ticked stays as it is."
            actions={<UserCount source={{ set: set.id }} />}
          >
            <FormErrors state={state} labels={faultLabels} />
            <Parameters codes={codes} state={state} />
          </Section>
          {error && error.name !== "AbortError" && <Notice tone="danger">{error.message}</Notice>}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" pending={isPending}>
              Review
            </Button>
            {isPending && (
              <>
                <span role="status">Every member is looked at …</span>
                <Button variant="quiet" onClick={stop}>
                  Stop
                </Button>
              </>
            )}
            <Link className="text-link" href="/run-a-job/update-users">
              Choose another set
            </Link>
          </div>
        </form>
      </NeedsScripts>
      {isReviewing && data && (
        <Confirm
          set={set}
          groups={namesOf(codes.userGroup)}
          reviewed={data}
          mayRun={mayRun}
          back={() => setIsReviewing(false)}
          lookAnew={() => look(data.changes)}
        />
      )}
      <UnsavedChanges unsaved={touched} />
    </div>
  );
}

interface ConfirmProps extends Pick<Props, "set" | "mayRun"> {
  /** Names of the user groups. */
  groups: Names;
  reviewed: Reviewed;
  back: () => void;
  lookAnew: () => void;
}

function Confirm({ set, groups, reviewed, mayRun, back, lookAnew }: ConfirmProps) {
  const heading = useRef<HTMLDivElement>(null);
  // Whoever works by keyboard or listens goes on where the review begins.
  useEffect(() => heading.current?.focus(), []);
  return (
    <div ref={heading} tabIndex={-1} className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Review set={set} groups={groups} reviewed={reviewed} />
      {reviewed.preview.confirm === 0 && (
        <Notice tone="information">There is nothing to run.</Notice>
      )}
      {!mayRun && <Notice tone="information">Your roles do not run this job.</Notice>}
      <div className="flex flex-wrap items-start gap-3 border-t pt-4">
        <Button onClick={back}>Back to the parameters</Button>
        {mayRun && reviewed.preview.confirm > 0 && (
          <ConfirmUpdate {...{ set, groups, reviewed, lookAnew }} />
        )}
      </div>
    </div>
  );
}
