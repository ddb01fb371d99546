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
  const waits = erasure.waits ?? "the next maintenance";
  return [
    { name: "Cut", state: "done", at: endedAt, note: null },
    erasedAt
      ? { name: inTables, state: "done", at: erasedAt, note: null }
      : { name: inTables, state: "waits", at: null, note: `Waits: ${waits}.` },
    logsRecycledAt
      ? { name: inLogs, state: "done", at: logsRecycledAt, note: null }
      : logsUnseen
        ? {
            name: inLogs,
            state: "unseen",
            at: null,
            note: `Cannot be seen from here: ${logsUnseen}.`,
          }
        : { name: inLogs, state: "waits", at: null, note: erasedAt ? `Waits: ${waits}.` : null },
  ];
}
const inTables = "Erased in tables and indexes";
const inLogs = "Gone from the server's log";
