import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import type { Family } from "#lib/families.ts";
import type { Size } from "../engine/job.ts";
import { decidingRule, letsGo, type Circumstances } from "./decision.ts";
import type { FrozenFamily } from "./frozen.ts";
import { makeRoom } from "./room.ts";

/** Links and notes of a family that a run would take, as its preview counts them, and all that there are. */
export async function familySize(
  tx: Tx,
  family: Family,
  frozen: FrozenFamily,
  circumstances: Circumstances,
): Promise<Size> {
  const { links, key, notes, noteKey } = familyTables[family];
  await makeRoom(tx);
  const goes = letsGo(frozen, decidingRule(family, frozen, circumstances));
  const { rows } = await tx.execute<{ goes: boolean; records: number; notes: number }>(sql`
    SELECT goes, count(*)::float8 AS records, count(note)::float8 AS notes FROM (
      SELECT ${links.finished} AND ${goes} AS goes, ${notes.text} AS note
      FROM ${links} LEFT JOIN ${notes} ON ${noteKey} = ${key}) AS decided
    GROUP BY goes`);
  const orphans = await tx.execute<{ notes: number }>(sql`
    SELECT count(*)::float8 AS notes FROM ${notes}
    WHERE ${notes.text} IS NOT NULL AND NOT EXISTS (SELECT FROM ${links} WHERE ${key} = ${noteKey})`);
  const sum = (counted: typeof rows) =>
    (frozen.records ? counted.reduce((total, row) => total + row.records, 0) : 0) +
    (frozen.notes ? counted.reduce((total, row) => total + row.notes, 0) : 0);
  const orphaned = frozen.notes ? (orphans.rows[0]?.notes ?? 0) : 0;
  return { removes: sum(rows.filter(({ goes }) => goes)) + orphaned, total: sum(rows) + orphaned };
}
