import { setTimeout as sleep } from "node:timers/promises";
import { startSmtpServer, type Manner, type SmtpServer } from "../smtp-server.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

/** What the mail server does, run after run; null: it is not there. */
const manners: (Manner | null)[] = ["drops", "good", null, "twice", "no recipient", "no text"];
const subscribers = ["one@example.org", "two@example.org"];
/** Milliseconds in which a worker looks for mails twice more, and would send again what it should not. */
const twoLooksMilliseconds = 7_000;

export const mailServers: Scenario = {
  id: "F16",
  title: "a mail server that is away, refuses, answers twice or not at all",
  short: null,
  long: { loans: 1_000, batch: 60, times: 20 },
  async run(world, { times }) {
    const server = await startSmtpServer();
    await subscribe(world, server);
    let worker = await world.workers.next();
    await world.workers.start();
    const taken: SmtpServer["mails"] = [];
    try {
      for (let n = 0; n < times; n += 1) {
        const manner = manners[n % manners.length] ?? null;
        server.manner = manner ?? "good";
        await listenAt(world, manner === null ? 1 : server.port);
        const id = await world.startRun();
        const killed = n % 5 === 4 ? sleep(world.random() * 500) : null;
        await killed?.then(() => world.workers.kill(worker));
        await world.settle(id, 60, n === 0 ? "completed" : "completedWithNoRecords");
        await untilTried(world, id);
        if (killed) worker = await world.workers.next();
        // What it refused it has not taken, and may be offered again.
        const heard = server.mails.splice(0);
        if (manner !== "no text") taken.push(...heard);
      }
      await sleep(twoLooksMilliseconds);
      taken.push(...server.mails.splice(0));
    } finally {
      await server.close();
    }
    lookAtMails(world, taken);
  },
};

async function subscribe({ pool }: World, server: SmtpServer): Promise<void> {
  await pool.query(
    "UPDATE console.mail_settings SET host = '127.0.0.1', port = $1, security = 'none', sender = 'lethe@example.org'",
    [server.port],
  );
  await pool.query(
    "INSERT INTO console.job_subscriptions (job, email) SELECT 'anonymization', unnest($1::text[])",
    [subscribers],
  );
}

const listenAt = ({ pool }: World, port: number) =>
  pool.query("UPDATE console.mail_settings SET port = $1", [port]);

async function untilTried(world: World, id: number): Promise<void> {
  const tried = await world.until(
    () =>
      world.value(
        "SELECT count(*) = $2 FROM console.outbox WHERE run_id = $1 AND (sent_at IS NOT NULL OR problem IS NOT NULL OR attempts > 0)",
        [id, subscribers.length],
      ),
    60,
  );
  if (!tried) world.note("own", [`nobody tried to send the mails of run ${id}`]);
}

/** Nobody has a run's mail twice, whatever was answered and whoever died. */
function lookAtMails(world: World, taken: SmtpServer["mails"]): void {
  const ids = taken.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1] ?? "");
  const twice = ids.length - new Set(ids).size;
  if (twice > 0) world.note("own", [`${twice} mails were sent again`]);
  if (ids.includes("")) world.note("own", ["a mail has no id of its own"]);
  world.add("mails", ids.length);
}
