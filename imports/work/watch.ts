import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database, Tx } from "#db/client.ts";
import type { ImportProgress } from "../report.ts";
import { NoLongerHeld } from "./books.ts";
import type { HeldImport } from "./claim.ts";

/** Milliseconds between signs of life. */
const beatMilliseconds = 1_000;

/** Somebody asked for the import to stop. */
export class StopAsked extends Error {
  override name = "StopAsked";
}

export interface Watch {
  /** Ends with StopAsked or NoLongerHeld. */
  signal: AbortSignal;
  progress(now: ImportProgress): void;
  end(): Promise<void>;
}

/**
 * Beside an import's own connection, which its transaction keeps: says once a second that the import
 * is alive and how far it is, and hears when it is to stop. A database that is away is waited for;
 * whoever took the import up meanwhile is noticed.
 */
export function watchImport(db: Database, held: HeldImport, onBeat: () => Promise<unknown>): Watch {
  const told = new AbortController();
  const over = new AbortController();
  let now: Told | undefined;
  let lines = 0;
  let named = -1;
  const beating = (async () => {
    while (!over.signal.aborted && !told.signal.aborted) {
      try {
        const status = await db.transaction("lethe_import", (tx) => beat(tx, held, now));
        if (now && now.number !== named) {
          const { number, file } = now;
          await db.transaction("lethe_import", (tx) => nameFile(tx, held, number, file));
          named = number;
        }
        if (status === "stopping") told.abort(new StopAsked("asked to stop"));
        if (status === null) told.abort(new NoLongerHeld("replaced by another worker"));
        await onBeat();
      } catch {
        // The import's own queries tell that the database is away.
      }
      await sleep(beatMilliseconds, undefined, { signal: over.signal }).catch(() => {});
    }
  })();
  return {
    signal: told.signal,
    progress: (at) => {
      // Writing counts records; how many lines there were is told before.
      if (at.step !== "writing") lines = at.rows;
      now = { ...at, lines };
    },
    async end() {
      over.abort();
      await beating;
    },
  };
}

type Told = ImportProgress & { lines: number };

async function beat(
  tx: Tx,
  { id, epoch }: HeldImport,
  now: Told | undefined,
): Promise<string | null> {
  const { rows } = await tx.execute<{ status: string }>(sql`
    UPDATE console.imports SET heartbeat_at = clock_timestamp(), file = ${now?.number ?? null},
      files = ${now?.files ?? null}, step = ${now?.step ?? null}, rows = ${now?.rows ?? null},
      lines = ${now?.lines ?? null}
    WHERE id = ${id} AND epoch = ${epoch} AND status IN ('running', 'stopping') RETURNING status`);
  return rows[0]?.status ?? null;
}

/** What the file is called that is being imported; a name may be a person's, and stays in `patron`. */
const nameFile = (tx: Tx, { id }: HeldImport, number: number, name: string) =>
  tx.execute(sql`
    INSERT INTO patron.import_files (import_id, number, name) VALUES (${id}, ${number}, ${name})
    ON CONFLICT (import_id, number) DO NOTHING`);
