import { setTimeout as sleep } from "node:timers/promises";
import { replaceRules, saveFamilies } from "#db/queries/anonymization.ts";
import { families } from "#lib/families.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** Each would let far more go, or change what a code of a rule stands for, if a run did not keep what it was asked with. */
const edits: ((world: World) => Promise<unknown>)[] = [
  ({ db }) =>
    db.transaction("lethe_web", async (tx) => {
      for (const family of families) await replaceRules(tx, family, { rules: [], default: true });
    }),
  ({ db }) =>
    db.transaction("lethe_web", (tx) =>
      saveFamilies(tx, {
        borrowingRequests: { records: true, notes: true },
        fees: { records: true, notes: true },
      }),
    ),
  ({ pool }) => pool.query("UPDATE record.libraries SET code = code || '-OLD'"),
  ({ pool }) => pool.query("UPDATE record.user_groups SET code = code || '-OLD'"),
  ({ pool }) =>
    pool.query("UPDATE record.user_groups SET code = (ARRAY['GUEST', 'STUDENT', 'STAFF'])[id]"),
  ({ pool }) => pool.query("DELETE FROM record.statistical_categories WHERE category = 'PHD'"),
  ({ pool }) => pool.query("UPDATE patron.users SET user_group_id = 1 + user_group_id % 3"),
  ({ pool }) => pool.query("UPDATE console.institution SET delete_user_policy = 'fullyRemove'"),
];

export const editedMeanwhile: Scenario = {
  id: "F10",
  title: "rules, boxes, groups, categories edited during a run",
  short: { loans: 4_000, batch: 40, times: 1 },
  long: { loans: 20_000, batch: 20, times: 6 },
  async run(world, { times }) {
    const id = await world.startRun();
    await world.traffic();
    await world.workers.next();
    await world.untilPlanned(id);
    await world.watched(async () => {
      for (let round = 0; round < times; round += 1) {
        for (const edit of edits) {
          await world.progress(id);
          await sleep(world.random() * 50);
          if (await world.isActive(id)) world.add("edits");
          await edit(world);
        }
      }
      await world.settle(id, 120);
    });
    if (!world.counts.edits) world.note("struck", ["no edit met a run"]);
  },
};
