"use client";

import { Button } from "#components/button.tsx";
import type { RunRow } from "#db/queries/job-runs.ts";
import { AbortRunForm } from "./abort-run-form.tsx";
import { acknowledge, pause, resume } from "./actions.ts";
import { useSteering } from "./steering-form.ts";
import type { Titled } from "./titled-runs-query.ts";

type Row = Titled<RunRow>;

/** What can be done to a run as it stands, and nothing else. */
export function RunActions({ run }: { run: Row }) {
  if (!run.isActive || run.status === "aborting") return null;
  return (
    <div className="flex flex-wrap gap-2">
      {run.status === "paused" ? <Resume run={run} /> : <Pause run={run} />}
      <AbortRunForm run={run} />
    </div>
  );
}

const Pause = ({ run }: { run: Row }) => (
  <Steer run={run} steer={pause} label="Pause" said={`Pause ${run.title}`} />
);

const Resume = ({ run }: { run: Row }) => (
  <Steer run={run} steer={resume} label="Resume" said={`Resume ${run.title}`} />
);

/** On the report of a run with a bad verdict. */
export const AcknowledgeForm = ({ run }: { run: Row }) => (
  <Steer run={run} steer={acknowledge} label="I have looked at this" />
);

interface SteerProps {
  run: Row;
  steer: Parameters<typeof useSteering>[0];
  label: string;
  /** Where several runs have the same button. */
  said?: string;
}

function Steer({ run, steer, label, said }: SteerProps) {
  const { act, pending } = useSteering(steer);
  return (
    <form action={act}>
      <input type="hidden" name="id" value={run.id} />
      <Button type="submit" pending={pending} aria-label={said}>
        {label}
      </Button>
    </form>
  );
}
