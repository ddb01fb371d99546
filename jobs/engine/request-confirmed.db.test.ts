import { expect, test } from "vitest";
import { previewAnonymization } from "../anonymize/preview.ts";
import { requestConfirmed } from "./request-confirmed.ts";
import { freshLoans } from "./testing.ts";

const fresh = freshLoans(2_000);

const preview = () => fresh.db().transaction("lethe_worker", (tx) => previewAnonymization(tx));
async function start(confirm: number, settingsHash?: string): Promise<number> {
  const asked = await fresh.db().transaction("lethe_web", (tx) =>
    requestConfirmed(tx, previewAnonymization, {
      job: "anonymization",
      submittedVia: "screen",
      confirm,
      settingsHash,
    }),
  );
  if (!("runId" in asked)) throw new Error("it waits for a second person");
  return asked.runId;
}

test.each([
  ["has grown", 0.95],
  ["has shrunk", 1.05],
])("a number that %s within the margin starts no more than either", async (_how, times) => {
  const { confirm } = await preview();
  const shown = Math.round(confirm * times);
  await fresh.rows("UPDATE console.run_limits SET margin_percent = 10");
  expect((await fresh.run(await start(shown))).expected).toBe(Math.min(shown, confirm));
});

test("a number that has grown beyond what one person may start waits for a second one", async () => {
  const { confirm } = await preview();
  await fresh.rows(
    `UPDATE console.run_limits SET margin_percent = 10, approval_above = ${confirm - 1}`,
  );
  await expect(start(confirm - 1)).rejects.toThrow("it waits for a second person");
});

test("and a run that one person started goes no further than that", async () => {
  const { confirm } = await preview();
  await fresh.rows(
    `UPDATE console.run_limits SET margin_percent = 10, approval_above = ${confirm}`,
  );
  const id = await start(confirm);
  await fresh.prepare(id);
  expect((await fresh.run(id)).ceiling).toBe(confirm);
});

test("moving a rule that is switched off changes nothing of what a preview was counted with", async () => {
  await fresh.rows(
    `WITH off AS (INSERT INTO console.anonymization_rules (family, position, name, enabled, anonymize)
       VALUES ('loans', 100, 'Off', false, true) RETURNING id)
     INSERT INTO console.rule_conditions (rule_id, position, parameter, operator, number)
       SELECT id, 1, 'daysSinceEnded', '>', 30 FROM off`,
  );
  const { settingsHash } = await preview();
  await fresh.rows("UPDATE console.anonymization_rules SET position = -1 WHERE name = 'Off'");
  expect((await preview()).settingsHash).toBe(settingsHash);
});

test("what a preview was counted with is what starts, though its number is the same under other settings", async () => {
  const { confirm, settingsHash } = await preview();
  await fresh.rows("UPDATE console.anonymization_families SET notes = true WHERE family = 'fees'");
  await expect(start(confirm, settingsHash)).rejects.toThrow("its settings were changed");
  const changed = await preview();
  expect(changed.confirm).toBe(confirm);
  expect(await start(confirm, changed.settingsHash)).toBeGreaterThan(0);
});
