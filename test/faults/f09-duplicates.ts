import { randomUUID } from "node:crypto";
import { POST } from "#app/api/job-runs/route.ts";
import { startRun } from "#jobs/engine/start.ts";
import { hashOf, makeApiToken } from "#lib/server/api-token.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** Requests sent at once. */
const atOnce = 20;

export const duplicates: Scenario = {
  id: "F9",
  title: "the same request sent again, by script and by screen, at once",
  short: { loans: 1_000, batch: 500, times: 3 },
  long: { loans: 1_000, batch: 500, times: 100 },
  async run(world, { times }) {
    // The handler's own connections; this scenario is the only one that calls it.
    process.env.DATABASE_URL = world.url;
    const key = await makeKey(world);
    const worker = await world.workers.next();
    for (let round = 0; round < times; round += 1) {
      await world.prepare();
      // Held still until all have asked: a run that has ended may be asked for again.
      worker.kill("SIGSTOP");
      const idempotencyKey = randomUUID();
      const [answers, started] = await Promise.all([
        Promise.all(Array.from({ length: atOnce }, () => post(key, idempotencyKey))),
        Promise.all(Array.from({ length: atOnce }, () => submit(world))),
      ]);
      worker.kill("SIGCONT");
      const ids = new Set([...answers, ...started].filter((id) => id !== null));
      if (ids.size !== 1) world.note("own", [`${ids.size} runs came of one wish`]);
      const [id] = ids;
      if (!id) return;
      // The script that won hears of the same run again, though others were refused.
      const won = answers.filter((answer) => answer === id).length;
      if (won !== 0 && won !== atOnce)
        world.note("own", [`${won} of ${atOnce} repeats were told of their run`]);
      world.add("requests", atOnce * 2);
      world.lookAt(id);
      await world.settle(id, 60, round === 0 ? "completed" : "completedWithNoRecords");
    }
  },
};

async function makeKey({ pool }: World): Promise<string> {
  const { text, prefix } = makeApiToken();
  await pool.query(
    `INSERT INTO console.api_keys (name, prefix, secret_hash, scopes, expires_at) VALUES ('faults', $1, $2, '{anonymization.run}', now() + interval '1 day')`,
    [prefix, hashOf(text)],
  );
  return text;
}

async function post(key: string, idempotencyKey: string): Promise<number | null> {
  const response = await POST(
    new Request("http://localhost:3000/api/job-runs", {
      method: "POST",
      headers: {
        host: "localhost:3000",
        authorization: `Bearer ${key}`,
        "idempotency-key": idempotencyKey,
      },
      body: JSON.stringify({ job: "anonymization" }),
    }),
    { params: Promise.resolve({}) },
  );
  const { id } = (await response.json()) as { id?: number };
  return response.status === 202 && id !== undefined ? id : null;
}

/** A second press of the button is told that the job is running. */
async function submit({ db }: World): Promise<number | null> {
  try {
    const { id } = await db.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "screen", confirm: 1_000_000 }),
    );
    return id;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
