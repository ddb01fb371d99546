import type { Tx } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { readRun } from "#db/queries/job-runs.ts";
import { requestConfirmed } from "#jobs/engine/request-confirmed.ts";
import { jobToStart } from "#jobs/engine/start.ts";
import { previews } from "#jobs/previews.ts";
import { Refusal } from "#lib/refusal.ts";
import { calendarDay, wholeNumber } from "./arguments.ts";
import { command, type Context, type Result, type Terminal } from "./command.ts";
import type { Connection } from "./connection.ts";
import { jobCommands, previewOf, type JobCommand } from "./job-commands.ts";
import { jobOf, optionsOf } from "./jobs.ts";
import { purgeFlags, purgeUsage } from "./purge-options.ts";
import { updateFlags, updateUsage } from "./update-options.ts";
import { outcome, outcomePage } from "./run-page.ts";
import { workHere } from "./work-here.ts";

const options = {
  wait: { type: "boolean", about: "work the run to its end in this process" },
  yes: { type: "boolean", about: "start without asking; needed where nobody sits at a terminal" },
  confirm: {
    type: "string",
    placeholder: "N",
    about: "start only if the preview's number is this; waives the brakes that ask for it",
  },
  "as-of": {
    type: "string",
    placeholder: "YYYY-MM-DD",
    about: "count days to this day instead of today; in the future on a demo only",
  },
  ...purgeFlags,
  ...updateFlags,
} as const;

export const run = command({
  name: "run",
  summary: "Start a run: shows its preview, asks, and queues it or works it to its end.",
  usage: `run <job> [--wait] [--yes] [--confirm N] [--as-of YYYY-MM-DD] ${purgeUsage} ${updateUsage}`,
  options,
  examples: [
    "run anonymization",
    "run letters-purge --wait",
    "run purge-users --record-type public --waive-threshold 1 --wait",
    "run update-users --set Leavers --changes changes.json --wait",
    "run anonymization --wait --yes",
    "run anonymization --wait --yes --confirm 41200 --json",
  ],

  async run(context) {
    const job = jobOf(context.positionals);
    const asOf = calendarDay("as-of", context.values["as-of"]);
    const asked = optionsOf(job, context.values);
    const connection = await context.connect();
    await connection.db.transaction("lethe_web", (tx) => jobToStart(tx, job));
    const { confirm, confirmed, ...agreed } = await agree(context, connection, jobCommands[job], {
      asOf,
      asked,
    });
    const requested = await connection.db.transaction("lethe_web", async (tx) => {
      const requested = await requestConfirmed(tx, previews[job], {
        job,
        ...agreed,
        submittedVia: "commandLine",
        ...(confirmed ? { confirm, exactly: true } : { expected: confirm }),
        ...(asOf === undefined ? {} : { asOf }),
      });
      await recordChange(tx, "operator", requested.change);
      return requested;
    });
    if ("proposalId" in requested) return proposed(requested.proposalId, job);
    const { runId } = requested;
    return context.values.wait
      ? waitFor(connection, runId, context.terminal)
      : queued(connection, runId);
  },
});

/**
 * The number that the preview shows, the settings it was counted with, and whether somebody gave the
 * number: --yes alone starts a run without waiving a brake.
 */
async function agree(
  { values, terminal }: Context<typeof options>,
  { db }: Connection,
  job: JobCommand,
  { asOf, asked }: { asOf: string | undefined; asked: (tx: Tx) => Promise<unknown> },
) {
  const wanted = wholeNumber("confirm", values.confirm);
  const { preview, options } = await db.transaction(
    job.previewedBy ?? "lethe_worker",
    async (tx) => {
      const options = await asked(tx);
      return { options, preview: await previewOf(tx, job, asOf, options) };
    },
    { isolation: "repeatable read" },
  );
  terminal.say(preview.text);
  const { confirm, settingsHash } = preview;
  if (wanted !== undefined && wanted !== confirm) {
    throw new Refusal(
      `The preview says ${confirm}, not ${wanted}: something has changed. Nothing was started; look at the preview and confirm again.`,
    );
  }
  if (!values.yes) await ask(terminal, job, confirm, wanted);
  return { confirm, confirmed: wanted !== undefined || !values.yes, settingsHash, options };
}

/** The number given as option is the answer of who sits at a terminal; nobody else is taken at it alone. */
async function ask(
  terminal: Terminal,
  job: JobCommand,
  confirm: number,
  given: number | undefined,
): Promise<void> {
  if (!terminal.attended) {
    throw new Refusal(`Nobody is at a terminal to confirm: add --yes. Nothing was started.`);
  }
  if (given === confirm) return;
  const answer = await terminal.ask(
    `\nThere is no undo. Type ${confirm} to ${job.does ?? "remove"} ${job.removes(confirm)}:`,
  );
  if (answer?.replaceAll(/[,\s]/g, "") !== String(confirm)) {
    throw new Refusal("That is not the number. Nothing was started.");
  }
}

const proposed = (id: number, job: string): Result => ({
  json: { proposal: id, job, status: "waitsForApproval" },
  text: `Nothing was started: a run this large needs a second person. Proposal ${id} waits on Monitor Jobs for 24 hours; \`proposals\` lists it.`,
  failed: true,
});

async function queued({ db }: Connection, id: number): Promise<Result> {
  const found = await db.transaction("lethe_web", (tx) => readRun(tx, id));
  return {
    json: outcome(id, found),
    text: `Run ${id} is queued. A worker takes it up; without one (npm start, npm run worker) it waits. \`runs ${id}\` watches it.`,
  };
}

async function waitFor(connection: Connection, id: number, terminal: Terminal): Promise<Result> {
  const found = await workHere(connection, id, terminal);
  return {
    json: outcome(id, found),
    text: found ? outcomePage(found) : "",
    failed: !found?.status.startsWith("completed"),
  };
}
