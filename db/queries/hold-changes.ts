import { eq, sql, type SQL } from "drizzle-orm";
import type { Change } from "#lib/change.ts";
import type { HoldTexts } from "#lib/hold-fields.ts";
import { NotFound, Refusal, Stale } from "#lib/refusal.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import type { Tx } from "../client.ts";
import { legalHolds } from "../schema/index.ts";
import { holdVersion } from "./legal-holds.ts";
import { today } from "./institution.ts";
import { memberIds, membersOf } from "./set-members.ts";
import { holdSet, subjectOf, type SetUser } from "./sets.ts";
import { recordUserChange, someUser } from "./user-history.ts";
import { lookUpExactly } from "./user-lookup.ts";

/** Who writes: as the audit names it, as sets know it, and the staff account if it is one. */
export interface HoldWriter {
  actor: string;
  user: SetUser;
  staffId: string | null;
}

/** A person by primary ID, another identifier, or "ID 4711"; or a set by its number. */
export type Whom = { person: string } | { set: number };

/**
 * Holds a person, or everybody who is in a set now. Acts from the next batch of every run on: what the
 * batch at work has decided already goes.
 */
export async function placeHold(
  tx: Tx,
  writer: HoldWriter,
  { whom, ...texts }: HoldTexts & { whom: Whom },
): Promise<{ id: number; change: Change }> {
  await refusePastReview(tx, texts.reviewOn);
  const target =
    "person" in whom
      ? { userId: await personCalled(tx, whom.person) }
      : { setId: whom.set, set: await holdSet(tx, writer.user, whom.set) };
  const [hold] = await tx
    .insert(legalHolds)
    .values({
      ...texts,
      userId: target.userId ?? null,
      setId: target.setId ?? null,
      placedBy: writer.staffId,
    })
    .returning({ id: legalHolds.id });
  if (!hold) throw new Error("the hold was not placed");
  const members = await take(
    tx,
    hold.id,
    target.set
      ? memberIds(await membersOf(tx, target.set))
      : sql`SELECT ${target.userId}::bigint AS user_id`,
  );
  await noteForPerson(tx, writer.actor, target.userId ?? null, "hold.place");
  return {
    id: hold.id,
    change: {
      action: "hold.place",
      subject: holdSubject(hold.id),
      after: {
        of: target.setId === undefined ? someUser : subjectOf(target.setId),
        members,
        reviewOn: texts.reviewOn,
      },
    },
  };
}

/** The audit tells which texts changed, never what they say: they may name a person. */
export async function changeHold(
  tx: Tx,
  { id, version, ...texts }: HoldTexts & { id: number; version: number },
): Promise<Change> {
  const before = await lockOpenHold(tx, id);
  if (holdVersion(before) !== version) {
    throw new Stale("The hold was");
  }
  if (texts.reviewOn !== before.reviewOn) await refusePastReview(tx, texts.reviewOn);
  await tx.update(legalHolds).set(texts).where(eq(legalHolds.id, id));
  return {
    action: "hold.change",
    subject: holdSubject(id),
    before: { reviewOn: before.reviewOn },
    after: {
      reviewOn: texts.reviewOn,
      fields: (["reason", "owner"] as const).filter((field) => before[field] !== texts[field]),
    },
  };
}

/** From the next batch on the rules decide again. Whom it held is forgotten here. */
export async function releaseHold(tx: Tx, writer: HoldWriter, id: number): Promise<Change> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${MEMBERS_LOCK})`);
  const { userId, setId } = await lockOpenHold(tx, id);
  const gone = await tx.execute(sql`DELETE FROM patron.legal_hold_members WHERE hold_id = ${id}`);
  await tx
    .update(legalHolds)
    .set({ releasedAt: sql`now()`, releasedBy: writer.staffId })
    .where(eq(legalHolds.id, id));
  await noteForPerson(tx, writer.actor, userId, "hold.release");
  return {
    action: "hold.release",
    subject: holdSubject(id),
    before: {
      of: setId === null ? someUser : subjectOf(setId),
      members: gone.rowCount ?? 0,
    },
  };
}

/**
 * Takes under their hold who came into a held set since. Whoever left it stays held. What a run does
 * before it looks at anybody, and a worker now and then, as its one role that may ask who fits a query.
 */
export async function joinHeldSets(tx: Tx): Promise<number> {
  let joined = 0;
  for (const hold of await heldSets(tx)) joined += await joinHeldSet(tx, hold);
  return joined;
}

/** The holds that are on a set. */
export async function heldSets(tx: Tx): Promise<number[]> {
  const { rows } = await tx.execute<{ hold: number }>(sql`
    SELECT id AS hold FROM patron.legal_holds WHERE set_id IS NOT NULL AND released_at IS NULL ORDER BY id`);
  return rows.map(({ hold }) => hold);
}

/** The same for one hold: nobody waits longer to release one than it takes to look at its set. */
export async function joinHeldSet(tx: Tx, hold: number): Promise<number> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock_shared(${MEMBERS_LOCK})`);
  const { rows } = await tx.execute<{ id: number; query: unknown }>(sql`
    SELECT s.id, s.query FROM patron.legal_holds h JOIN patron.sets s ON s.id = h.set_id
    WHERE h.id = ${hold} AND h.released_at IS NULL`);
  const [set] = rows;
  if (!set) return 0;
  const which = set.query
    ? memberIds(await membersOf(tx, { id: set.id, query: userQuerySchema.parse(set.query) }))
    : newMembers(set.id, hold);
  return take(tx, hold, which);
}

/** Of a fixed set those whom its hold does not hold yet: most often nobody, which no look at the users need tell. */
const newMembers = (setId: number, holdId: number): SQL => sql`
  SELECT u.id AS user_id FROM (
    SELECT user_id FROM patron.set_members WHERE set_id = ${setId}
    EXCEPT SELECT user_id FROM patron.legal_hold_members WHERE hold_id = ${holdId}) AS new
  JOIN patron.users u ON u.id = new.user_id WHERE u.status <> 'deleted'`;

/** A hold that is released while others join it would keep them for ever. */
const MEMBERS_LOCK = sql`hashtext('lethe.legalHoldMembers')`;

const holdSubject = (id: number) => `hold ${id}`;

/** Of a user `u`: whether all of them is there. A purge that kept statistics alone left nothing to hold. */
const isWhole = sql`(u.status <> 'deleted' OR coalesce(u.deleted_under, 'keepFullyReportable') = 'keepFullyReportable')`;

/**
 * Holds the selected users (`user_id` of `which`), except those of whom a purge left only statistics.
 * Each is locked before that is decided: a purge at work on some is waited for, and its next batch finds
 * the hold. Returns how many were not held by it yet.
 */
async function take(tx: Tx, holdId: number, which: SQL): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    INSERT INTO patron.legal_hold_members (hold_id, user_id)
    SELECT ${holdId}::integer, whole.id FROM (
      SELECT u.id FROM (${which}) AS which
      JOIN patron.users u ON u.id = which.user_id AND ${isWhole}
      WHERE NOT EXISTS (SELECT FROM patron.legal_hold_members m WHERE m.hold_id = ${holdId} AND m.user_id = u.id)
      ORDER BY u.id FOR KEY SHARE OF u) AS whole
    ON CONFLICT DO NOTHING`);
  return rowCount ?? 0;
}

async function lockOpenHold(tx: Tx, id: number) {
  const [hold] = await tx.select().from(legalHolds).where(eq(legalHolds.id, id)).for("update");
  if (!hold) throw new NotFound(`There is no legal hold ${id}.`);
  if (hold.releasedAt !== null) throw new Refusal("This hold is released already.");
  return hold;
}

/** Locked: a purge that was about to take the person has done so, or finds the hold. */
async function personCalled(tx: Tx, words: string): Promise<number> {
  const ids = await lookUpExactly(tx, words);
  const [id] = ids;
  if (id === undefined) throw new Refusal("Nobody has this primary ID or identifier.");
  if (ids.length > 1) {
    throw new Refusal(
      "More than one person has this identifier. Enter the internal ID from User Details instead, as in “ID 4711”.",
    );
  }
  const { rows } = await tx.execute<{ whole: boolean }>(
    sql`SELECT ${isWhole} AS whole FROM patron.users u WHERE u.id = ${id} FOR NO KEY UPDATE`,
  );
  if (!rows[0]) throw new NotFound("This user does not exist any more.");
  if (!rows[0].whole) {
    throw new Refusal("A purge kept only statistics of this user, so there is nothing to hold.");
  }
  return id;
}

async function refusePastReview(tx: Tx, reviewOn: string): Promise<void> {
  if (reviewOn < (await today(tx)).today) throw new Refusal("The review date lies in the past.");
}

/** The person's own history says that they were held, and not why. */
async function noteForPerson(tx: Tx, actor: string, userId: number | null, action: string) {
  if (userId !== null) await recordUserChange(tx, actor, { userId, action, fields: [] });
}
