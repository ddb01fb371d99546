import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Change } from "#lib/change.ts";
import { formatCountOf } from "#lib/format.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { logEvent } from "../engine/move-run.ts";

/** What waits of a run's letters is never sent. What a worker hands over at the moment is not stopped. */
export async function withholdLetters(tx: Tx, runId: number): Promise<Change> {
  const { rows } = await tx.execute<{ letters: number }>(sql`
    SELECT patron.withhold_letters(id)::float8 AS letters FROM console.job_runs WHERE id = ${runId}`);
  const [withheld] = rows;
  if (!withheld) throw new NotFound(`There is no run ${runId}.`);
  const { letters } = withheld;
  if (letters === 0) throw new Refusal("No letter of this run waits to be sent.");
  const what = formatCountOf(letters, "letter that waited is", "letters that waited are");
  await logEvent(tx, runId, `${what} not sent: somebody decided so.`, "warning");
  return { action: "run.withholdLetters", subject: `run ${runId}`, after: { letters } };
}
