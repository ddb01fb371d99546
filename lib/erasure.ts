/** How far what a run removed is gone. Moments are ISO 8601 in UTC. */
export interface Erasure {
  /** Since when it is in no table and index of the database. */
  erasedAt: string | null;
  /** Since when it is not in the server's log either. */
  logsRecycledAt: string | null;
  /** Why that cannot be seen from here. */
  logsUnseen: string | null;
  /** What the next stage waits for. */
  waits: string | null;
  /** The last day on which a backup may hold it, YYYY-MM-DD; null while unknown. */
  backupsEndOn: string | null;
}

/** Nothing is left to wait for. */
export const isGone = ({ erasedAt, logsRecycledAt, logsUnseen }: Erasure): boolean =>
  erasedAt !== null && (logsRecycledAt ?? logsUnseen) !== null;

export interface Stage {
  name: string;
  state: "done" | "waits" | "unseen";
  /** When it was reached. */
  at: string | null;
  /** What it waits for, or why it cannot be seen. */
  note: string | null;
}

/** What happens to what a run removed, in order. */
export function erasureStages(erasure: Erasure, endedAt: string | null): Stage[] {
  const { erasedAt, logsRecycledAt, logsUnseen } = erasure;
  const waits = `Waits for ${erasure.waits ?? "the next maintenance"}.`;
  return [
    reached("Out of reach", endedAt),
    erasedAt ? reached(inTables, erasedAt) : ahead(inTables, "waits", waits),
    logsRecycledAt
      ? reached(inLogs, logsRecycledAt)
      : logsUnseen
        ? ahead(inLogs, "unseen", `Cannot be seen from here: ${logsUnseen}.`)
        : ahead(inLogs, "waits", erasedAt && waits),
  ];
}

const inTables = "Erased in tables and indexes";
const inLogs = "Gone from the server's log";
const reached = (name: string, at: string | null): Stage => ({
  name,
  state: "done",
  at,
  note: null,
});
const ahead = (name: string, state: "waits" | "unseen", note: string | null): Stage => ({
  name,
  state,
  at: null,
  note,
});
