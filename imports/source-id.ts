import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { formatFirst } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { count, type Merging } from "./merging.ts";

/** The sources that records have come from, the oldest first. */
export async function knownSources(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`SELECT name FROM record.sources ORDER BY id`,
  );
  return rows.map(({ name }) => name);
}

/** As the source is called here; under another spelling what was forgotten would come back. */
export const spelledAsKnown = (known: readonly string[], source: string): string =>
  known.includes(source)
    ? source
    : (known.find((name) => name.toLowerCase() === source.toLowerCase()) ?? source);

/** Refuses a source whose numbers were hashed under its name before another import spelled it otherwise. */
export function refuseOtherSpelling(known: readonly string[], source: string): void {
  const name = spelledAsKnown(known, source);
  if (name === source) return;
  throw new Refusal(
    `Another import has just brought records from "${name}", which is ${source} spelled otherwise. Import the file again.`,
  );
}

/** Of a source that is the first, or that was there, nothing; of another one, what it may do. */
export const newSourceWarnings = (before: readonly string[], source: string): string[] =>
  before.length === 0 || before.includes(source)
    ? []
    : [
        `The source "${source}" is new: records came from ${formatFirst(before, 3)} until now. If this file comes from there, too, import it under that name: under a new one, all that was forgotten comes back.`,
      ];

/** The source's id, made when it is the first time that records come from there. */
export async function sourceIdOf({ tx, source }: Merging): Promise<number> {
  await tx.execute(sql`
    INSERT INTO record.sources (name) SELECT ${source}
    WHERE NOT EXISTS (SELECT FROM record.sources WHERE name = ${source})`);
  return count(tx, sql`SELECT id FROM record.sources WHERE name = ${source}`);
}
