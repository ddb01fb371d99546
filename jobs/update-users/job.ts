import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Job, Range, Run } from "../engine/job.ts";
import { dropStart, keepStart } from "../engine/told-apart.ts";
import { keepMembers } from "../run-members.ts";
import { circumstancesOf, updateBatch } from "./batch.ts";
import { decisions } from "./decision.ts";
import { freezeUpdate, optionsOf, parseUpdate, type FrozenUpdate } from "./frozen.ts";
import { verifyUpdate } from "./verify.ts";

/** Members worth a bulk of their own, and the most bulks: enough for many hands to share. */
const bulkMembers = 2_500;
const mostBulks = 20;

export const updateUsers: Job<FrozenUpdate> = {
  name: "update-users",
  title: "Update/Notify Users",
  things: "users",
  verb: ["change", "changed"],

  freeze: freezeUpdate,
  parse: parseUpdate,
  optionsOf,

  gather: (tx, run) => keepMembers(tx, run.id, run.frozen.set),

  async plan(tx, run) {
    await keepStart(tx, run.id);
    if (run.frozen.changes.notify) await makeThisMonth(tx);
    return cutIntoBulks(tx, run.id);
  },

  async size(tx, run) {
    const members = sql`SELECT user_id FROM patron.run_members WHERE run_id = ${run.id}`;
    const now = circumstancesOf(run, sql`ARRAY(${members})`);
    const { rows } = await tx.execute<{ removes: number; total: number }>(sql`
      SELECT (SELECT count(*)::float8 FROM ${decisions(now, sql`u.id IN (${members})`)} AS d WHERE changes OR written) AS removes,
        (SELECT count(*)::float8 FROM patron.users WHERE status <> 'deleted') AS total`);
    return rows[0] ?? { removes: 0, total: 0 };
  },

  batch: updateBatch,

  verify: verifyUpdate,

  async clean(tx, run) {
    await dropStart(tx, run.id);
    await tx.execute(sql`DELETE FROM patron.run_members WHERE run_id = ${run.id}`);
    await tx.execute(sql`DELETE FROM patron.update_texts WHERE id = ${run.frozen.texts}`);
  },

  isEffect: (measure) => measure === "records",
};

/** Here and not in a batch: making a month waits for whoever writes users, as batches do. */
const makeThisMonth = (tx: Tx) =>
  tx.execute(
    sql`SELECT patron.make_letter_month((now() AT TIME ZONE time_zone)::date) FROM console.institution`,
  );

/** Contiguous ranges of about as many members, which together cover all. */
async function cutIntoBulks(
  tx: Tx,
  runId: Run<FrozenUpdate>["id"],
): Promise<(Range & { planned: number })[]> {
  const { rows } = await tx.execute<{ last: string; planned: number }>(sql`
    WITH members AS MATERIALIZED (
      SELECT user_id, row_number() OVER (ORDER BY user_id) AS n FROM patron.run_members WHERE run_id = ${runId}
    ), width AS (SELECT greatest(ceil(count(*) / ${mostBulks}::float8), ${bulkMembers}) AS users FROM members)
    SELECT max(user_id) AS last, count(*)::int AS planned FROM members, width
    GROUP BY floor((n - 1) / width.users) ORDER BY 1`);
  return rows.map(({ last, planned }, n) => ({
    part: "users",
    after: n === 0 ? 0 : Number(rows[n - 1]?.last),
    upTo: Number(last),
    planned,
  }));
}
