"use client";

import { AskingForm } from "#components/asking-form.tsx";
import { Button } from "#components/button.tsx";
import type { RunRow } from "#db/queries/job-runs.ts";
import { formatCountOf } from "#lib/format.ts";
import { monitorJobsHelp } from "#lib/help/monitor-jobs.ts";
import { abort } from "./actions.ts";
import { useSteering } from "./steering-form.ts";
import type { Titled } from "./titled-runs-query.ts";

/** Asks first. Without JavaScript it aborts at once, which undoes nothing and can be started again. */
export function AbortRunForm({ run }: { run: Titled<RunRow> }) {
  const { act, pending } = useSteering(abort);
  return (
    <AskingForm
      action={act}
      title="Abort this run?"
      confirm={{ label: "Abort the run", cancel: "Let it run" }}
      question={
        <>
          <p>{irreversible(run)}</p>
          <p>{monitorJobsHelp.irreversible.abort.help}</p>
        </>
      }
    >
      <input type="hidden" name="id" value={run.id} />
      <Button type="submit" variant="danger" pending={pending} aria-label={`Abort ${run.title}`}>
        Abort
      </Button>
    </AskingForm>
  );
}

/** What an abort cannot bring back. */
export function irreversible({ job, records, notes }: RunRow): string {
  if (records + notes === 0)
    return job === "update-users"
      ? "Nobody has been changed so far."
      : "Nothing has been removed so far.";
  if (job === "letters-purge")
    return `${formatCountOf(records, "letter is", "letters are")} gone already. That cannot be undone.`;
  if (job === "purge-users")
    return `${formatCountOf(records, "user is", "users are")} purged already. That cannot be undone.`;
  if (job === "update-users")
    return `${formatCountOf(records, "user is", "users are")} changed or notified already. That stays.`;
  const links = `${formatCountOf(records, "record no longer names", "records no longer name")} a patron`;
  const removed = `${formatCountOf(notes, "note is", "notes are")} gone`;
  return `${notes > 0 ? `${links} and ${removed}` : links} already. That cannot be undone.`;
}
