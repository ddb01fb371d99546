import { sql } from "drizzle-orm";
import { Refusal } from "#lib/refusal.ts";
import { keptOnHold } from "../held.ts";
import { createCodes } from "../codes.ts";
import { count, type Merged, type Merging } from "../merging.ts";
import { refuseRepeats, settleRepeats, type Key } from "../repeats.ts";
import { writeAccounts } from "./accounts.ts";
import { accountColumns } from "./columns.ts";
import { refuseTakenIdentifiers } from "./identifiers.ts";
import { countUnknownProxies, replaceParts } from "./parts.ts";
import { countKept, findHeld } from "./held.ts";
import { leaveOutRemovedNotes } from "./removed-notes.ts";
import { completeCsvLines, mentions } from "./said.ts";
import { stageParts } from "./staged-parts.ts";
import { formatCountOf } from "#lib/format.ts";

const key: Key = { column: "primary_id", of: (line) => sql.raw(`lower(${line}.primary_id)`) };

/** Brings the lines in staging into accounts, matched by primary ID whatever its case. */
export async function mergeUsers(merging: Merging): Promise<Merged> {
  const { tx, staging } = merging;
  const lines = staging.table("lines");
  await completeCsvLines(merging);
  await settleRepeats(tx, staging, key, merging.columns);
  if (mentions(merging, "status")) await refuseDeleted(merging);
  await matchAccounts(merging);
  await stageParts(merging);
  if (mentions(merging, "barcode") || mentions(merging, "identifiers"))
    await refuseTakenIdentifiers(merging);
  await refuseRepeats(tx, staging, key);
  const taken = sql`FROM ${lines} WHERE reason IS NULL AND NOT repeated`;
  const createdCodes = await createCodes(tx, {
    userGroups: sql`SELECT DISTINCT user_group AS code ${taken} AND user_group IS NOT NULL`,
    statistics: sql`SELECT DISTINCT statistics ${taken}`,
  });
  await resolveUsers(merging);
  await findHeld(merging);
  const { created, newAccountsForPurged } = await writeAccounts(merging);
  const matched = await count(
    tx,
    sql`SELECT count(*) FROM ${staging.table("users")} WHERE NOT is_new`,
  );
  const removedNotes = mentions(merging, "note") ? await leaveOutRemovedNotes(merging) : 0;
  await replaceParts(merging, { created, matched });
  const unknownProxies = mentions(merging, "proxies") ? await countUnknownProxies(merging) : 0;
  const updated = await count(
    tx,
    sql`SELECT count(DISTINCT t.user_id) FROM ${staging.table("touched")} t
      JOIN ${staging.table("users")} u ON u.user_id = t.user_id WHERE NOT u.is_new`,
  );
  const repeated = await count(
    tx,
    sql`SELECT count(*) FROM ${lines} WHERE repeated AND reason IS NULL`,
  );
  return {
    created,
    updated,
    unchanged: matched - updated + repeated,
    alreadyAnonymized: 0,
    createdCodes,
    newAccountsForPurged,
    warnings: [
      ...(unknownProxies > 0 ? [withoutUser(unknownProxies)] : []),
      ...(removedNotes > 0 ? [removed(removedNotes)] : []),
      ...keptOnHold(await countKept(merging), "user", "users"),
    ],
  };
}

const withoutUser = (proxies: number) =>
  `${formatCountOf(proxies, "proxy acts", "proxies act")} for a user who is not here and ${proxies === 1 ? "was" : "were"} left out; importing again, once the user is, adds them.`;

const removed = (notes: number) =>
  `${formatCountOf(notes, "note of a user was", "notes of users were")} left out: Update/Notify Users had removed such notes, and the file does not say that ${notes === 1 ? "it is newer" : "they are newer"}.`;

/** A person is deleted by a purge, which knows what to keep. */
async function refuseDeleted({ tx, staging }: Merging): Promise<void> {
  await tx.execute(sql`
    UPDATE ${staging.table("lines")} SET bad_column = 'status',
      reason = 'A user cannot be imported as deleted; purge user records instead.'
    WHERE status = 'deleted' AND reason IS NULL`);
}

/** Makes the part `matches`: the account of each line that has one. */
async function matchAccounts({ tx, staging }: Merging): Promise<void> {
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${staging.table("matches")} AS
    SELECT l.record, u.id AS user_id FROM ${staging.table("lines")} l
    JOIN patron.users u ON lower(u.primary_id) = lower(l.primary_id) AND u.status <> 'deleted'
    WHERE l.reason IS NULL AND NOT l.repeated`);
  await tx.execute(sql`ANALYZE ${staging.table("matches")}`);
}

/** Makes the part `users`: the lines that are taken, with the account's id, or a new one's to be. */
async function resolveUsers({ tx, staging }: Merging): Promise<void> {
  const users = staging.table("users");
  const columns = sql.raw(accountColumns.map(({ name }) => `l.${name}`).join(", "));
  await tx.execute(sql`
    CREATE UNLOGGED TABLE ${users} AS
    SELECT l.record, l.said, m.user_id, m.user_id IS NULL AS is_new, g.id AS user_group_id, ${columns}
    FROM ${staging.table("lines")} l LEFT JOIN ${staging.table("matches")} m ON m.record = l.record
    LEFT JOIN record.user_groups g ON g.code = l.user_group
    WHERE l.reason IS NULL AND NOT l.repeated`);
  await tx.execute(sql`CREATE UNLOGGED TABLE ${staging.table("touched")} (user_id bigint)`);
  const held = await count(
    tx,
    sql`SELECT count(*) FROM (SELECT FROM patron.users u JOIN ${users} s ON s.user_id = u.id
      WHERE u.status <> 'deleted' AND lower(u.primary_id) = lower(s.primary_id)
      ORDER BY u.id FOR NO KEY UPDATE OF u) held`,
  );
  const matched = await count(tx, sql`SELECT count(*) FROM ${users} WHERE NOT is_new`);
  if (held !== matched) {
    throw new Refusal(
      "Users of this file were purged or renamed during the import. Import it again.",
    );
  }
}
