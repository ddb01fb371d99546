import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Job, Range, Run } from "../engine/job.ts";
import { dropStart, keepStart } from "../engine/told-apart.ts";
import { cutUsersIntoBulks, keepMembers } from "../run-members.ts";
import { purgeBatch } from "./batch.ts";
import { isAbout, isCandidate, membersOfRun, type Circumstances } from "./decision.ts";
import { freezePurge, optionsOf, parsePurge, type FrozenPurge } from "./frozen.ts";
import { isThere, overLimitOf } from "./over-limit.ts";
import { tallyUsers } from "./tally.ts";
import { verifyPurge } from "./verify.ts";

/** Users worth a bulk of their own. */
const bulkUsers = 1_000;

export const purgeUsers: Job<FrozenPurge> = {
  name: "purge-users",
  title: "Purge User Records",
  things: "users",
  thingsOfOne: "users",

  freeze: freezePurge,
  parse: parsePurge,
  optionsOf,
  approved: (frozen, staffId) => ({ ...frozen, approvedBy: staffId }),

  async gather(tx, { id, frozen: { who } }) {
    if (who.kind === "set") await keepMembers(tx, id, who);
  },

  async plan(tx, run) {
    await keepStart(tx, run.id, { counted: run.frozen.who.kind !== "person" });
    return cutIntoBulks(tx, run);
  },

  async size(tx, run, limit) {
    const now = circumstances(run);
    const tallies = await tallyUsers(tx, now, membersOfRun(run.id));
    const { rows } = await tx.execute<{ total: number }>(sql`
      SELECT count(*)::float8 AS total FROM patron.users u WHERE ${isThere(now)}`);
    const going = tallies.filter(({ reason }) => reason === null);
    return {
      removes: going.reduce((sum, { users }) => sum + users, 0),
      total: rows[0]?.total ?? 0,
      ...(limit && { over: await overLimitOf(tx, now, tallies, limit) }),
    };
  },

  batch: purgeBatch,

  verify: verifyPurge,

  async clean(tx, run) {
    await dropStart(tx, run.id);
    await tx.execute(sql`DELETE FROM patron.run_members WHERE run_id = ${run.id}`);
  },

  isEffect: (measure) => measure === "records",
};

const circumstances = ({ frozen, cutOff }: Run<FrozenPurge>): Circumstances => ({ frozen, cutOff });

/** Contiguous ranges of about as many candidates, which together cover everybody whom the run is about. */
async function cutIntoBulks(
  tx: Tx,
  run: Run<FrozenPurge>,
): Promise<(Range & { planned: number })[]> {
  const now = circumstances(run);
  const about = sql`FROM patron.users u WHERE ${isAbout(now, membersOfRun(run.id))}`;
  const bulks = await cutUsersIntoBulks(
    tx,
    sql`SELECT u.id ${about} AND ${isCandidate(now)}`,
    bulkUsers,
  );
  const { rows } = await tx.execute<{ last: string | null }>(
    sql`SELECT max(u.id) AS last ${about}`,
  );
  const end = Number(rows[0]?.last ?? 0);
  if (end === 0) return [];
  const last = bulks.pop() ?? { part: "users", after: 0, planned: 0 };
  return [...bulks, { ...last, upTo: end }];
}
