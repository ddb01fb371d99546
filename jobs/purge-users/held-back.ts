import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { listUsers, type UserPage, type UserPageQuery } from "#db/queries/user-list.ts";
import type { PurgeReason } from "#lib/purge-fields.ts";
import { isAbout, isKeptBy } from "./decision.ts";
import { purgeNow, type PreviewAsked } from "./preview.ts";

/** Whom a run started now would keep for this reason, by the decision that it takes; for who may see users. */
export async function listHeldBack(
  tx: Tx,
  asked: PreviewAsked,
  reason: PurgeReason,
  page: UserPageQuery,
): Promise<UserPage> {
  const { now, members } = await purgeNow(tx, asked);
  const kept = (few: boolean) =>
    sql`(${isAbout(now, members)} AND ${isKeptBy(now, reason, { few })})`;
  return listUsers(tx, { where: kept(false), each: kept(true) }, page);
}
