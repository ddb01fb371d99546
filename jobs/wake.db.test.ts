import { getEventListeners } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
import { databaseForEach } from "../test/database-for-each.ts";
import { wakeOn } from "./wake.ts";

const { home } = databaseForEach(async () => {});
afterEach(() => vi.unstubAllEnvs());

test("whoever waits for calls comes back after a lost connection, and keeps nothing of the one before", async () => {
  vi.stubEnv("DATABASE_URL", home().url);
  const leaving = new AbortController();
  let calls = 0;
  const waking = wakeOn({ work_is_there: () => (calls += 1) }, leaving.signal);
  const listener = async () => {
    const { rows } = await home().pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lethe wake'
         AND query LIKE 'LISTEN%' AND state = 'idle'`,
    );
    return rows[0]?.pid;
  };
  await expect.poll(listener, { timeout: 20_000 }).toBeDefined();
  const first = await listener();
  await home().pool.query("SELECT pg_terminate_backend($1)", [first]);
  await expect
    .poll(async () => ((await listener()) ?? first) !== first, { timeout: 20_000 })
    .toBe(true);
  await home().pool.query("NOTIFY work_is_there");
  await expect.poll(() => calls, { timeout: 20_000 }).toBe(1);
  expect(getEventListeners(leaving.signal, "abort")).toHaveLength(1);
  leaving.abort();
  await waking;
});
