import { startRun } from "#jobs/engine/start.ts";
import { insertLetters, setPeriods } from "../letters.ts";
import { firstUser } from "./library.ts";
import { lookAtPeople, settlePeople, startPurge, startUpdate, watchPeople } from "./people.ts";
import type { Scenario } from "./scenario.ts";
import type { World } from "./world.ts";

const code = "FulLoanReceiptLetter";
const days = 60;
/** All jobs lock in one order; a patron at the desk may cross one of them now and then. */
const mostDeadlocks = 4;

export const allJobs: Scenario = {
  id: "F15",
  title: "letters purge, Update/Notify, user purge and anonymization at once, on the same patrons",
  short: { loans: 4_000, batch: 40, times: 1 },
  long: { loans: 10_000, batch: 20, times: 1 },
  async run(world) {
    await makeLetters(world);
    await letGoOf(world, "u.id % 3 = 0");
    await watchPeople(world, "u.id % 3 = 0");
    const before = await letters(world);
    const id = await world.startRun();
    await leaveOutOfOracle(world);
    await world.traffic();
    const ofLetters = await startLetters(world);
    const ofUsers = [await startPurge(world), await startUpdate(world)];
    // One for each job, or they would take turns.
    await Promise.all([
      world.workers.next(),
      ...Array.from({ length: 3 }, () => world.workers.start()),
    ]);
    await world.untilPlanned(id);
    await world.watched(async () => {
      await world.watched(
        async () => {
          for (const run of ofUsers) await settlePeople(world, run, 120);
        },
        () => lookAtPeople(world),
      );
      await world.until(async () => !(await world.isActive(ofLetters)), 120);
      await world.settle(id, 120);
    });
    await lookAtLetters(world, ofLetters, before);
    await lookAtDeadlocks(world);
  },
};

const isOld = `letter_code = '${code}' AND sent AND created_on < current_date - ${days}`;
const letters = async ({ value }: World, which = "true") =>
  Number(await value(`SELECT count(*) FROM patron.letters WHERE ${which}`));

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

/** Brings back and pays whatever would keep the users of whom this is true, and takes their records' notes, of which the witness asks the rules alone. */
async function letGoOf({ pool }: World, which: string): Promise<void> {
  const of = (links: string) =>
    `patron.${links} l JOIN patron.users u ON u.id = l.user_id WHERE ${which}`;
  await pool.query(`
    UPDATE record.loans SET returned_on = current_date, ended_on = current_date
      WHERE id IN (SELECT loan_id FROM ${of("loan_links")} AND NOT finished);
    UPDATE patron.loan_links SET returned_at = now(), ended_at = now(), ended_on = current_date, finished = true
      WHERE loan_id IN (SELECT loan_id FROM ${of("loan_links")} AND NOT finished);
    UPDATE record.fees SET status = 'closed', balance = 0, ended_on = current_date
      WHERE id IN (SELECT fee_id FROM ${of("fee_links")} AND NOT finished);
    UPDATE patron.fee_links SET finished = true, ended_at = now(), ended_on = current_date
      WHERE fee_id IN (SELECT fee_id FROM ${of("fee_links")} AND NOT finished);
    UPDATE record.borrowing_requests SET status = 'completed', ended_on = current_date
      WHERE id IN (SELECT borrowing_request_id FROM ${of("borrowing_links")} AND NOT finished);
    UPDATE patron.borrowing_links SET finished = true, ended_at = now(), ended_on = current_date
      WHERE borrowing_request_id IN (SELECT borrowing_request_id FROM ${of("borrowing_links")} AND NOT finished);
    DELETE FROM patron.loan_notes WHERE loan_id IN (SELECT loan_id FROM ${of("loan_links")});
    DELETE FROM patron.request_notes WHERE request_id IN (SELECT request_id FROM ${of("request_links")});
    DELETE FROM patron.borrowing_notes WHERE borrowing_request_id IN (SELECT borrowing_request_id FROM ${of("borrowing_links")})`);
}

/** Who is purged meanwhile has no expiry date any more, so that other rules decide on what they have left. */
const leaveOutOfOracle = ({ pool }: World) =>
  pool.query(`
    INSERT INTO faults.touched
      SELECT 'loans', loan_id FROM patron.loan_links JOIN faults.people p ON p.id = user_id WHERE goes
      UNION ALL SELECT 'fees', fee_id FROM patron.fee_links JOIN faults.people p ON p.id = user_id WHERE goes
      UNION ALL SELECT 'requests', request_id FROM patron.request_links JOIN faults.people p ON p.id = user_id WHERE goes`);

async function startLetters(world: World): Promise<number> {
  const confirm = await letters(world, isOld);
  const { id } = await world.db.transaction("lethe_web", (tx) =>
    startRun(tx, { job: "letters-purge", submittedVia: "screen", confirm }),
  );
  return id;
}

/** None is left, and of all there were each is counted by the job that took it, once. */
async function lookAtLetters(world: World, run: number, before: number): Promise<void> {
  const ended = await world.status(run);
  if (ended !== "completed") world.note("IF8", [`the letters purge is ${ended}`]);
  const left = await letters(world, isOld);
  if (left > 0) world.note("IF3", [`${left} letters are left`]);
  const counted = async (job: string, which: string) =>
    Number(
      await world.value(
        `SELECT coalesce(sum(count), 0) FROM console.job_counters c JOIN console.job_runs r ON r.id = c.run_id WHERE job = $1 AND ${which}`,
        [job],
      ),
    );
  const purged = await counted("letters-purge", "measure = 'records'");
  const ofPurged = await counted("purge-users", "measure = 'removed' AND label = 'Letters'");
  const written = await counted("update-users", "measure = 'letters'");
  const now = await letters(world);
  if (before + written - purged - ofPurged !== now)
    world.note("IF4", [
      `${before} letters, ${written} written, ${purged} purged and ${ofPurged} of purged users counted: ${now} left`,
    ]);
  world.add("letters", purged);
}

async function lookAtDeadlocks(world: World): Promise<void> {
  const deadlocks = Number(
    await world.value("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"),
  );
  world.add("deadlocks", deadlocks);
  if (deadlocks > mostDeadlocks) world.note("own", [`${deadlocks} deadlocks of a few jobs`]);
}
