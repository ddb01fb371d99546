import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { readRunLimits } from "#db/queries/run-limits.ts";
import type { Outcome } from "#db/queries/run-requests.ts";
import { runProposals } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { Refusal } from "#lib/refusal.ts";
import { proposalHash } from "./proposal-hash.ts";
import { freezeInputs, jobToStart, startRun, type RunRequest } from "./start.ts";

const hoursToDecide = 24;

export type Requested = { change: Change } & ({ runId: number } | { proposalId: number });

/** As a request is remembered, and the API answers it. */
export const outcomeOf = (requested: Requested): Outcome =>
  "runId" in requested
    ? { id: requested.runId, proposal: null }
    : { id: null, proposal: requested.proposalId };

/**
 * Starts a run that a person or a script asks for, or keeps it for a second person where the number that it
 * is asked for with, or the one `counted` now, needs one.
 */
export async function requestRun(tx: Tx, request: RunRequest, counted = 0): Promise<Requested> {
  const { approvalAbove } = await readRunLimits(tx);
  const asked = request.confirm ?? request.expected;
  const expected = asked === undefined ? undefined : Math.max(asked, counted);
  const { job, asOf } = request;
  const after = { job, confirm: request.confirm ?? null, asOf: asOf ?? null };
  if (approvalAbove === null || expected === undefined || expected <= approvalAbove) {
    const { id } = await startRun(tx, request);
    return { runId: id, change: { action: "run.start", subject: `run ${id}`, after } };
  }
  const id = await propose(tx, request, expected);
  return {
    proposalId: id,
    change: { action: "run.propose", subject: `proposal ${id}`, after: { ...after, expected } },
  };
}

async function propose(tx: Tx, request: RunRequest, expected: number): Promise<number> {
  const job = await jobToStart(tx, request.job);
  const inputs = await freezeInputs(tx, job, request);
  await forgetExpired(tx);
  const [proposal] = await tx
    .insert(runProposals)
    .values({
      job: job.name,
      submittedVia: request.submittedVia,
      staffId: request.staffId ?? null,
      apiKeyId: request.apiKeyId ?? null,
      ...inputs,
      expected,
      hash: proposalHash({ job: job.name, ...inputs, expected }),
      expiresAt: sql`now() + make_interval(hours => ${hoursToDecide})`,
    })
    .onConflictDoNothing()
    .returning({ id: runProposals.id });
  if (!proposal) {
    throw new Refusal(
      `A run of ${job.title} waits for a second person already. See Monitor Jobs > Safety.`,
    );
  }
  return proposal.id;
}

/** What nobody decided about in time makes room for the next. */
const forgetExpired = (tx: Tx) =>
  tx.execute(sql`UPDATE console.run_proposals SET decision = 'outdated', decided_at = now()
    WHERE decision IS NULL AND expires_at <= now()`);
