import { startRun } from "#jobs/engine/start.ts";
import { insertLetters, setPeriods } from "../letters.ts";
import { firstUser } from "./library.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

const code = "FulLoanReceiptLetter";
const days = 60;

export const twoJobs: Scenario = {
  id: "F15",
  title: "the letters purge and the anonymization at once, on the same patrons",
  short: { loans: 4_000, batch: 40, times: 1 },
  long: { loans: 10_000, batch: 20, times: 1 },
  async run(world) {
    await makeLetters(world);
    const wanted = Number(await world.value(`SELECT count(*) FROM patron.letters WHERE ${isOld}`));
    const id = await world.startRun();
    await world.traffic();
    const { id: letters } = await world.db.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "letters-purge", submittedVia: "screen", confirm: wanted }),
    );
    await Promise.all([world.workers.next(), world.workers.start()]);
    await world.untilPlanned(id);
    await world.watched(async () => {
      await world.until(async () => !(await world.isActive(letters)), 120);
      await world.settle(id, 120);
    });
    const ended = await world.status(letters);
    if (ended !== "completed") world.note("IF8", [`the letters purge is ${ended}`]);
    const left = Number(await world.value(`SELECT count(*) FROM patron.letters WHERE ${isOld}`));
    if (left > 0) world.note("IF3", [`${left} letters are left`]);
    const counted = Number(
      await world.value(
        "SELECT coalesce(sum(count), 0) FROM console.job_counters WHERE run_id = $1 AND measure = 'records'",
        [letters],
      ),
    );
    if (counted !== wanted) world.note("IF4", [`${counted} letters counted, ${wanted} gone`]);
    world.add("letters", wanted);
  },
};

const isOld = `letter_code = '${code}' AND sent AND created_on < current_date - ${days}`;

async function makeLetters({ pool }: World): Promise<void> {
  const facts = Array.from({ length: 4_000 }, (_, n) => ({
    userId: firstUser + (n % 400),
    letterCode: code,
    createdOn: new Date(Date.now() - (n % 200) * 86_400_000).toISOString().slice(0, 10),
    sent: n % 50 > 0,
    subject: "Receipt",
    body: "Body",
  }));
  await insertLetters(pool, facts);
  await setPeriods(pool, { [code]: days });
}
