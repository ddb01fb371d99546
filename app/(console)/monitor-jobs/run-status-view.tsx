import { StatusBadge } from "#components/status-badge.tsx";
import type { RunRow, RunStatus } from "#db/queries/job-runs.ts";
import { formatCount, formatProgress, formatSeconds } from "#lib/format.ts";
import { runStatusNames } from "#lib/run-words.ts";

type Tone = Parameters<typeof StatusBadge>[0]["tone"];

const tones: Record<RunStatus, Tone> = {
  queued: "neutral",
  running: "information",
  paused: "neutral",
  interrupted: "attention",
  aborting: "attention",
  completed: "good",
  completedWithWarnings: "attention",
  completedWithNoRecords: "neutral",
  failed: "danger",
  aborted: "attention",
  stoppedByBrake: "danger",
};

type Standing = Pick<RunRow, "status"> & Partial<Pick<RunRow, "isPausing">>;

/** Asking for a pause is not being paused: a batch may still be at work. */
export const statusName = ({ status, isPausing }: Standing): string =>
  isPausing ? "Pausing" : runStatusNames[status];

export const statusOptions = Object.entries(runStatusNames).map(([value, label]) => ({
  value,
  label,
}));

export const RunStatusBadge = ({ status, isPausing }: Standing) => (
  <StatusBadge tone={tones[status]}>
    {statusName({ status, ...(isPausing && { isPausing }) })}
  </StatusBadge>
);

const via: Record<RunRow["submittedVia"], string> = {
  screen: "Somebody whose account is gone",
  api: "API",
  commandLine: "Command line",
  schedule: "Schedule",
};

/** Who asked for the run: a person, or the schedule, or the command line. */
export const submitter = ({ submittedBy, submittedVia }: RunRow): string =>
  submittedBy ?? via[submittedVia];

/** Records a second while it worked; null before there is anything to divide. */
const ratePerSecond = ({ visited, workedSeconds }: RunRow): number | null =>
  workedSeconds && visited > 0 ? visited / workedSeconds : null;

export function rateText(run: RunRow): string {
  const rate = ratePerSecond(run);
  return rate === null
    ? "–"
    : formatCount(rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate));
}

/** At the rate so far. */
export function timeLeftText(run: RunRow): string {
  const rate = ratePerSecond(run);
  if (run.status !== "running" || rate === null) return "–";
  return formatSeconds(Math.max(0, run.planned - run.visited) / rate);
}

export const progressText = (run: RunRow): string =>
  run.startedAt !== null
    ? formatProgress(run.visited, run.planned)
    : run.status === "queued"
      ? "Waiting for a worker"
      : "Not begun";
