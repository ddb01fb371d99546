import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Job } from "../engine/job.ts";
import { dropStart, keepStart } from "../engine/told-apart.ts";
import { cutUsersIntoBulks, keepMembers } from "../run-members.ts";
import { circumstancesOf, updateBatch } from "./batch.ts";
import { decisions } from "./decision.ts";
import { freezeUpdate, optionsOf, parseUpdate, type FrozenUpdate } from "./frozen.ts";
import { verifyUpdate } from "./verify.ts";

/** Members worth a bulk of their own. */
const bulkMembers = 2_500;

export const updateUsers: Job<FrozenUpdate> = {
  name: "update-users",
  title: "Update/Notify Users",
  things: "users",
  verb: ["change", "changed"],

  freeze: freezeUpdate,
  parse: parseUpdate,
  optionsOf,
  // A preview keeps no texts, and those that are kept do not change.
  compared: (frozen) => ({ ...frozen, texts: null }),

  gather: (tx, run) => keepMembers(tx, run.id, run.frozen),

  async plan(tx, run) {
    await keepStart(tx, run.id);
    if (run.frozen.changes.notify) await makeThisMonth(tx);
    const members = sql`SELECT user_id AS id FROM patron.run_members WHERE run_id = ${run.id}`;
    return cutUsersIntoBulks(tx, members, bulkMembers);
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
