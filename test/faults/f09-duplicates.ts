import { fork, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { hashOf, makeApiToken } from "#lib/server/api-token.ts";
import type { Asked, Told } from "./asking.ts";
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
    const apiKey = await makeKey(world);
    const console = fork(world.programs.console, {
      env: { ...process.env, DATABASE_URL: world.url },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const worker = await world.workers.next();
    for (let round = 0; round < times; round += 1) {
      await world.prepare();
      // Held still until all have asked: a run that has ended may be asked for again.
      worker.kill("SIGSTOP");
      // A press is quicker than a request: every other round is the scripts' alone.
      const presses = round % 2 === 0 ? atOnce : 0;
      const asked = { apiKey, requests: atOnce, presses };
      const { byScript, byScreen } = await askAtOnce(console, asked);
      worker.kill("SIGCONT");
      const ids = new Set([...byScript, ...byScreen].filter((id) => id !== null));
      if (ids.size !== 1) world.note("own", [`${ids.size} runs came of one wish`]);
      const [id] = ids;
      if (!id) return;
      // The script that won hears of the same run again, though others were refused.
      const won = byScript.filter((answer) => answer === id).length;
      if (won !== atOnce && (won !== 0 || presses === 0))
        world.note("own", [`${won} of ${atOnce} repeats were told of their run`]);
      world.add("requests", atOnce + presses);
      world.lookAt(id);
      await world.settle(id, 60, round === 0 ? "completed" : "completedWithNoRecords");
    }
    console.disconnect();
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

/** What the callers of a console are told, who ask all at once with a key of their own. */
async function askAtOnce(
  console: ChildProcess,
  asked: Omit<Asked, "idempotencyKey">,
): Promise<Told> {
  const answer = once(console, "message");
  console.send({ ...asked, idempotencyKey: randomUUID() } satisfies Asked);
  return (await answer)[0] as Told;
}
