import { sql } from "drizzle-orm";
import type { Backup } from "#lib/backup.ts";
import type { Change } from "#lib/change.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import type { Tx } from "../client.ts";
import { iso } from "./iso.ts";

const known = sql`console.run_limits LEFT JOIN console.verified_backup ON true`;
const tooOld = sql`coalesce(made_at < now() - make_interval(hours => backup_warn_hours), backup_warn_hours IS NOT NULL)`;

/** SQL for whether nothing that removes may start. */
export const backupIsLacking = sql<boolean>`EXISTS (SELECT FROM ${known} WHERE backup_required AND ${tooOld})`;

export async function readBackup(tx: Tx): Promise<Backup> {
  const { rows } = await tx.execute<Backup & Record<string, unknown>>(sql`
    SELECT ${iso(sql`made_at`)} AS "madeAt",
      to_char(made_at AT TIME ZONE time_zone, 'YYYY-MM-DD"T"HH24:MI') AS "madeLocal",
      verified_backup.id IS NOT NULL AND made_at IS NULL AS "takenBack", backup_warn_hours AS "warnHours", backup_required AS required, ${tooOld} AS "tooOld"
    FROM ${known} CROSS JOIN console.institution`);
  const [backup] = rows;
  if (!backup) throw new Error("the row of the limits is missing");
  return backup;
}

/**
 * A backup tool has verified a copy that was begun at `at`. Of several the newest counts, whichever is
 * told of last. Clocks differ: a minute ahead is now.
 */
export async function tellBackup(tx: Tx, at: string): Promise<Change> {
  const { madeAt: before } = await readBackup(tx);
  const told = new Date(at).toISOString();
  const { rows } = await tx.execute<{ newest: string }>(sql`
    INSERT INTO console.verified_backup AS known (made_at)
    SELECT least(made_at, now())
    FROM (SELECT ${told}::timestamptz AS made_at) AS told
    WHERE made_at <= now() + interval '1 minute'
    ON CONFLICT (id) DO UPDATE SET made_at = greatest(known.made_at, excluded.made_at)
    RETURNING ${iso(sql`made_at`)} AS newest`);
  const [row] = rows;
  if (!row) {
    throw new Refusal(
      "A backup is not made in the future: look at the clocks and zones. Nothing was changed.",
    );
  }
  const { newest } = row;
  return {
    action: "backup.verify",
    subject: "verified backup",
    before: { newest: before },
    after: { newest, told },
  };
}

/** What was told was wrong: until another copy is told of, however old, none is known. */
export async function forgetBackup(tx: Tx): Promise<Change> {
  const { rows } = await tx.execute<{ newest: string }>(sql`
    UPDATE console.verified_backup SET made_at = NULL
    FROM (SELECT made_at FROM console.verified_backup FOR UPDATE) AS told
    WHERE told.made_at IS NOT NULL RETURNING ${iso(sql`told.made_at`)} AS newest`);
  const [before] = rows;
  if (!before) throw new NotFound("No backup was told of: there is nothing to take back.");
  return { action: "backup.forget", subject: "verified backup", before };
}
