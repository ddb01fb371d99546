import type { Database, Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import type { Change } from "#lib/change.ts";

/** A write and its audit row: both are there, or neither. */
export const save = <W extends Change | { change: Change }>(
  { db }: { db: Database },
  write: (tx: Tx) => Promise<W>,
): Promise<W> =>
  db.transaction("lethe_web", async (tx) => {
    const written = await write(tx);
    await recordChange(tx, "operator", "change" in written ? written.change : written);
    return written;
  });
