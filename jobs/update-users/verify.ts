import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { updateFields } from "#lib/update-fields.ts";
import type { Run, Verdict } from "../engine/job.ts";
import {
  changedSince,
  check,
  count,
  purgedToo,
  readBeside,
  type Beside,
} from "../engine/told-apart.ts";
import type { FrozenUpdate } from "./frozen.ts";

/**
 * Looks at whom the run was about, by queries written apart from it, on one snapshot: the caller's
 * transaction is REPEATABLE READ.
 */
export async function verifyUpdate(
  tx: Tx,
  run: Run<FrozenUpdate>,
  whole: boolean,
): Promise<Verdict> {
  const beside = await readBeside(tx, run.id);
  const { usersWerePurged } = beside;
  const checks = [
    ...(whole ? [await everyoneIsCounted(tx, run.id)] : []),
    check(
      "Every change stands in its user's history",
      usersWerePurged
        ? purgedToo
        : "What this run wrote into the histories of the set's members, against the users counted as changed.",
      usersWerePurged ? 0 : await unwritten(tx, run.id),
    ),
    ...(whole ? await nobodyIsLeft(tx, run, beside) : []),
  ];
  return { good: checks.every(({ good }) => good), checks };
}

const everyoneIsCounted = async (tx: Tx, runId: number) =>
  check(
    "Every member is counted once",
    "Members of the set when the run began, against those counted as changed, unchanged, left alone and set aside.",
    await miscounted(tx, runId),
  );

async function nobodyIsLeft(tx: Tx, run: Run<FrozenUpdate>, beside: Beside) {
  return [
    check(
      "Nobody is left who should have changed",
      "Members whose fields still ask for the change. Not looked at: those whose account somebody changed since the run began, and those set aside.",
      await passedOver(tx, run),
    ),
    check(
      "Blocks, notes and categories are as they should be",
      "Members who lack one that was to be added, or have one that was to go. Not looked at: those whom somebody else changed or who were set aside meanwhile, and nobody if users were imported or a legal hold was released.",
      await astray(tx, run, beside),
    ),
  ];
}

const counted = (runId: number, ...measures: string[]) =>
  sql`(SELECT coalesce(sum(c.count), 0) FROM console.job_counters c WHERE c.run_id = ${runId}
    AND c.measure = ANY(${sql.param(measures)}::text[]))`;

const miscounted = (tx: Tx, id: number) =>
  count(
    tx,
    sql`SELECT abs(count(*) - ${counted(id, "records", "unchanged", "heldBack", "setAside")})
      FROM patron.run_members WHERE run_id = ${id}`,
  );

const unwritten = (tx: Tx, id: number) =>
  count(
    tx,
    sql`SELECT abs(count(*) - ${counted(id, "records")}) FROM patron.run_members m
      JOIN patron.user_history h ON h.user_id = m.user_id AND h.actor = ${`run ${id}`}::text WHERE m.run_id = ${id}`,
  );

/** Told by the account's row alone: its parts are changed without it. */
async function passedOver(tx: Tx, { id, frozen }: Run<FrozenUpdate>): Promise<number> {
  const missed = updateFields.flatMap((field) => {
    const change = frozen.changes[field];
    if (!change) return [];
    const { to, onlyIf } = change;
    const stands =
      field === "userGroup"
        ? sql`u.user_group_id::text`
        : sql`u.${sql.raw(field.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`))}::text`;
    const told = (value: string | null) =>
      sql`${field === "userGroup" && value !== null ? String(frozen.groups[value]) : value}::text`;
    const before =
      onlyIf === "always"
        ? sql`true`
        : onlyIf === "empty"
          ? sql`${stands} IS NULL`
          : sql`${stands} = ${told(onlyIf.is)}`;
    return [sql`(coalesce(${stands}, '') <> coalesce(${told(to)}, '') AND ${before})`];
  });
  if (missed.length === 0) return 0;
  return count(
    tx,
    sql`SELECT count(*) FROM patron.run_members m JOIN patron.users u ON u.id = m.user_id
      LEFT JOIN patron.set_aside_rows aside ON aside.run_id = m.run_id AND aside.key = m.user_id
      LEFT JOIN patron.held_users held ON held.user_id = m.user_id
      WHERE m.run_id = ${id} AND u.status <> 'deleted' AND aside.key IS NULL AND held.user_id IS NULL
        AND NOT ${changedSince(sql`u.xmin`, id)} AND (${sql.join(missed, sql` OR `)})`,
  );
}

/** Users who have what was to go, or lack what was to be added: a query for each part. */
function wrong({ id, frozen: { changes, categories } }: Run<FrozenUpdate>): SQL[] {
  const { addBlock, removeBlock, addNote, removeNotes, addCategory, removeCategory } = changes;
  const blocked = (code: string) =>
    sql`SELECT user_id FROM patron.user_blocks WHERE code = ${code}`;
  const categorized = (name: string) =>
    sql`SELECT user_id FROM patron.user_categories WHERE category_id = ${categories[name] ?? null}`;
  const others = (have: SQL) =>
    sql`(SELECT user_id FROM patron.run_members WHERE run_id = ${id} EXCEPT ${have})`;
  return [
    addBlock && others(sql`${blocked(addBlock.code)} AND active`),
    removeBlock && blocked(removeBlock.code),
    addNote && sql`SELECT patron.members_without_note(${id})`,
    removeNotes &&
      sql`SELECT user_id FROM patron.user_notes WHERE coalesce(type, '') = ${removeNotes.type ?? ""}`,
    addCategory && others(categorized(addCategory.category)),
    removeCategory && categorized(removeCategory.category),
  ].filter((query) => query !== undefined);
}

/** Parts have no version that outlives them: whose history somebody else wrote into is not looked at. */
async function astray(tx: Tx, run: Run<FrozenUpdate>, beside: Beside): Promise<number> {
  const queries = wrong(run);
  const { removeBlock, removeNotes } = run.frozen.changes;
  const holdMatters = beside.holdWasReleased && (removeBlock ?? removeNotes) !== undefined;
  if (queries.length === 0 || beside.usersWereImported || holdMatters) return 0;
  return count(
    tx,
    sql`SELECT count(*) FROM (${sql.join(queries, sql` UNION ALL `)}) AS wrong (user_id) JOIN (
      SELECT m.user_id FROM patron.run_members m JOIN patron.users u ON u.id = m.user_id
        WHERE m.run_id = ${run.id} AND u.status <> 'deleted'
      EXCEPT SELECT key FROM patron.set_aside_rows WHERE run_id = ${run.id}
      EXCEPT SELECT user_id FROM patron.held_users
      EXCEPT SELECT h.user_id FROM patron.user_history h
        WHERE h.actor <> ${`run ${run.id}`} AND ${changedSince(sql`h.xmin`, run.id)}
    ) AS looked USING (user_id)`,
  );
}
