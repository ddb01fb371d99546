import { StatusBadge } from "#components/status-badge.tsx";
import type { ImportRow, ImportStatus } from "#db/queries/imports.ts";

type Tone = Parameters<typeof StatusBadge>[0]["tone"];

const statuses: Record<ImportStatus, { name: string; tried?: string; tone: Tone }> = {
  uploading: { name: "Uploading", tone: "neutral" },
  queued: { name: "Queued", tone: "neutral" },
  running: { name: "Running", tried: "Dry run under way", tone: "information" },
  stopping: { name: "Stopping", tone: "attention" },
  stopped: { name: "Stopped", tried: "Dry run stopped", tone: "attention" },
  completed: { name: "Completed successfully", tried: "Tried, not imported", tone: "good" },
  completedWithRejects: {
    name: "Completed, lines rejected",
    tried: "Tried, not imported",
    tone: "attention",
  },
  failed: { name: "Failed", tried: "Dry run failed", tone: "danger" },
};

export function importStatusName({ status, dryRun }: Pick<ImportRow, "status" | "dryRun">): string {
  const { name, tried } = statuses[status];
  return (dryRun && tried) || name;
}

export function ImportStatusBadge({ of }: { of: Pick<ImportRow, "status" | "dryRun"> }) {
  // What was only tried is waited for, however well it went.
  const tone = of.dryRun && of.status === "completed" ? "information" : statuses[of.status].tone;
  return <StatusBadge tone={tone}>{importStatusName(of)}</StatusBadge>;
}
