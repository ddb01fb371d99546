import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import type { HoldState, HoldTexts } from "#lib/hold-fields.ts";
import { Refusal } from "#lib/refusal.ts";
import { userName, type NamedUser } from "#lib/user-name.ts";
import type { Tx } from "../client.ts";
import { contentVersion } from "./content-version.ts";
import { legalHolds } from "../schema/index.ts";
import { isVisible, type SetUser } from "./sets.ts";

/** A hold as its list and its page show it. Days are YYYY-MM-DD in the institution's zone. */
export interface Hold {
  id: number;
  /** Of its texts. */
  version: number;
  reason: string;
  owner: string;
  reviewOn: string;
  /** Not released, and its review date has come. It stays all the same. */
  isDue: boolean;
  /** Null once the person is gone; of a set see `set`. */
  user: { id: number; name: string; primaryId: string | null } | null;
  /** The name is null where it is somebody's private set. Null once the set is gone. */
  set: { id: number; name: string | null } | null;
  /** Whom it holds; nobody once it is released. */
  members: number;
  placedOn: string;
  /** Name of the staff account; null for a script. */
  placedBy: string | null;
  releasedOn: string | null;
  releasedBy: string | null;
}

const states: Record<HoldState, SQL> = {
  open: sql`h.released_at IS NULL`,
  due: sql`h.released_at IS NULL AND h.review_on <= today.day`,
  released: sql`h.released_at IS NOT NULL`,
};

/** Newest first; the page begins below the hold `before`. */
export async function listHolds(
  tx: Tx,
  user: SetUser,
  { state, before, limit }: { state: HoldState; before?: number; limit: number },
): Promise<Hold[]> {
  const below = before === undefined ? sql`true` : sql`h.id < ${before}`;
  return readHolds(
    tx,
    user,
    sql`WHERE ${states[state]} AND ${below} ORDER BY h.id DESC LIMIT ${limit}`,
  );
}

export async function readHold(tx: Tx, user: SetUser, id: number): Promise<Hold | null> {
  const [hold] = await readHolds(tx, user, sql`WHERE h.id = ${id}`);
  return hold ?? null;
}

export const holdVersion = ({ reason, owner, reviewOn }: HoldTexts): number =>
  contentVersion([reason, owner, reviewOn]);

/** How many holds wait for somebody to look at them again. */
export async function countDueHolds(tx: Tx): Promise<number> {
  const { rows } = await tx.execute<{ due: number }>(
    sql`SELECT count(*)::int AS due FROM patron.legal_holds h CROSS JOIN ${today} WHERE ${states.due}`,
  );
  return rows[0]?.due ?? 0;
}

/** The holds by which nothing of a person may be forgotten now, by their numbers. */
export async function holdsOn(tx: Tx, userId: number): Promise<number[]> {
  const { rows } = await tx.execute<{ id: number }>(sql`
    SELECT h.id FROM patron.legal_hold_members m JOIN patron.legal_holds h ON h.id = m.hold_id
    WHERE m.user_id = ${userId} AND ${states.open} ORDER BY h.id`);
  return rows.map(({ id }) => id);
}

/** Refuses for a set that is held: its members would be held by nothing that says so. */
export async function refuseHeldSet(tx: Tx, setId: number): Promise<void> {
  const [hold] = await tx
    .select({ id: legalHolds.id })
    .from(legalHolds)
    .where(and(eq(legalHolds.setId, setId), isNull(legalHolds.releasedAt)))
    .limit(1);
  if (!hold) return;
  throw new Refusal(
    `This set is under legal hold ${hold.id}, so it cannot be deleted until that hold is released.`,
  );
}

const today = sql`(SELECT (now() AT TIME ZONE time_zone)::date AS day, time_zone FROM console.institution) AS today`;

type Row = Omit<Hold, "version" | "user" | "set"> & {
  userId: number | null;
  named: Omit<NamedUser, "id"> | null;
  setId: number | null;
  setName: string | null;
};

async function readHolds(tx: Tx, user: SetUser, which: SQL): Promise<Hold[]> {
  const { rows } = await tx.execute<Row & Record<string, unknown>>(sql`
    SELECT h.id, h.reason, h.owner, h.review_on::text AS "reviewOn", ${states.due} AS "isDue",
      h.user_id::float8 AS "userId", h.set_id AS "setId",
      CASE WHEN u.id IS NOT NULL THEN jsonb_build_object('primaryId', u.primary_id, 'firstName', u.first_name,
        'middleName', u.middle_name, 'lastName', u.last_name, 'status', u.status) END AS named,
      CASE WHEN ${isVisible(user)} THEN s.name END AS "setName",
      h.members, (h.placed_at AT TIME ZONE today.time_zone)::date::text AS "placedOn", placer.name AS "placedBy",
      (h.released_at AT TIME ZONE today.time_zone)::date::text AS "releasedOn", releaser.name AS "releasedBy"
    FROM patron.legal_holds h CROSS JOIN ${today}
    LEFT JOIN patron.users u ON u.id = h.user_id LEFT JOIN patron.sets s ON s.id = h.set_id
    LEFT JOIN console.staff placer ON placer.id = h.placed_by
    LEFT JOIN console.staff releaser ON releaser.id = h.released_by ${which}`);
  return rows.map(({ userId, named, setId, setName, ...hold }) => ({
    ...hold,
    version: holdVersion(hold),
    user:
      userId !== null && named
        ? { id: userId, name: userName({ ...named, id: userId }), primaryId: named.primaryId }
        : null,
    set: setId === null ? null : { id: setId, name: setName },
  }));
}
