import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { refuseGrown } from "../engine/still-true.ts";
import { previewUpdate } from "./preview.ts";

/** Milliseconds: a preview asks of every member. */
const PREVIEW_TIMEOUT_MS = 120_000;

/** The preview again, in the transaction that starts the run: what was confirmed is what would change. */
export async function requireStillTrue(
  tx: Tx,
  options: unknown,
  { shown, staffId }: { shown: number; staffId: string | null },
): Promise<void> {
  await tx.execute(sql`SELECT set_config('statement_timeout', ${`${PREVIEW_TIMEOUT_MS}`}, true)`);
  const { confirm } = await previewUpdate(tx, { options, staffId });
  await refuseGrown(tx, { shown, now: confirm });
}
