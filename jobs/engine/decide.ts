import { eq, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { makerOfKey } from "#db/queries/api-keys.ts";
import { runProposals, type proposalDecision } from "#db/schema/index.ts";
import type { Change } from "#lib/change.ts";
import { formatCount } from "#lib/format.ts";
import { NotFound, Refusal } from "#lib/refusal.ts";
import { canonical, proposalHash } from "./proposal-hash.ts";
import { compared, freezeInputs, jobToStart, queueRun } from "./start.ts";

type Decision = (typeof proposalDecision.enumValues)[number];

export interface Approval {
  id: number;
  /** In hexadecimal, as the page showed it: what was seen is what starts. */
  hash: string;
  /** The number, typed. */
  confirm: number;
  staffId: string;
}

/** A second person lets the run start, with exactly what was frozen and their name; null when it is outdated by now. */
export async function approveProposal(
  tx: Tx,
  { id, hash, confirm, staffId }: Approval,
): Promise<{ change: Change; runId: number | null }> {
  const proposal = await lockWaiting(tx, id);
  const askedFor = proposal.staffId ?? (await makerOfKey(tx, proposal.apiKeyId));
  if (typeof askedFor === "string" && (await areOnePerson(tx, staffId, askedFor))) {
    throw new Refusal("You asked for this run yourself. Another person has to approve it.");
  }
  if (hash !== proposal.hash.toString("hex") || !proposalHash(proposal).equals(proposal.hash)) {
    throw new Refusal(
      "This is not the run that you were shown. Open it anew; nothing was started.",
    );
  }
  if (confirm !== proposal.expected) {
    throw new Refusal(`Type ${formatCount(proposal.expected)} to approve.`);
  }
  const job = await jobToStart(tx, proposal.job);
  const { cutOff, timeZone, frozen, expected, submittedVia, apiKeyId } = proposal;
  const options: unknown = job.optionsOf?.(job.parse(frozen));
  const now = await freezeInputs(tx, job, { options, staffId: proposal.staffId, apiKeyId });
  const asShown = (told: unknown, zone: string) => canonical([compared(job, told), zone]);
  if (asShown(now.frozen, now.timeZone) !== asShown(frozen, timeZone)) {
    return { change: await decide(tx, proposal, "outdated", staffId), runId: null };
  }
  const run = await queueRun(tx, job, {
    cutOff,
    timeZone,
    frozen: (job.approved?.(job.parse(frozen), staffId) ?? frozen) as unknown,
    expected,
    confirmed: true,
    submittedVia,
    staffId: proposal.staffId,
    apiKeyId,
    approvedBy: staffId,
  });
  return { change: await decide(tx, proposal, "approved", staffId, run.id), runId: run.id };
}

/** Whether two staff accounts are one, or are tied to one user. */
async function areOnePerson(tx: Tx, one: string, other: string): Promise<boolean> {
  if (one === other) return true;
  const { rows } = await tx.execute(sql`
    SELECT user_id FROM patron.staff_users WHERE staff_id = ${one}
    INTERSECT SELECT user_id FROM patron.staff_users WHERE staff_id = ${other}`);
  return rows.length > 0;
}

/** Whoever asked, or made the key that did, takes it back; anyone else who may run the job refuses it. */
export async function declineProposal(
  tx: Tx,
  by: { id: number; staffId: string | null; apiKeyId?: number | null },
): Promise<Change> {
  const proposal = await lockWaiting(tx, by.id);
  const asked = by.staffId === proposal.staffId && (by.apiKeyId ?? null) === proposal.apiKeyId;
  const isOwn =
    asked || (by.staffId !== null && by.staffId === (await makerOfKey(tx, proposal.apiKeyId)));
  return decide(tx, proposal, isOwn ? "withdrawn" : "refused", by.staffId);
}

async function lockWaiting(tx: Tx, id: number) {
  const [found] = await tx
    .select({ proposal: runProposals, expired: sql<boolean>`${runProposals.expiresAt} <= now()` })
    .from(runProposals)
    .where(eq(runProposals.id, id))
    .for("update");
  if (!found) throw new NotFound(`There is no proposal ${id}.`);
  const { proposal, expired } = found;
  if (proposal.decision !== null) {
    throw new Refusal(`It is decided already: this run was ${decided[proposal.decision]}.`);
  }
  if (expired) throw new Refusal("Nobody decided in time. Ask for the run again.");
  return proposal;
}

const decided: Record<Decision, string> = {
  approved: "approved",
  refused: "refused",
  withdrawn: "taken back by who asked",
  outdated: "outdated",
};

async function decide(
  tx: Tx,
  { id, job, expected }: typeof runProposals.$inferSelect,
  decision: Decision,
  decidedBy: string | null,
  runId?: number,
): Promise<Change> {
  await tx
    .update(runProposals)
    .set({ decision, decidedAt: sql`now()`, decidedBy, runId: runId ?? null })
    .where(eq(runProposals.id, id));
  return {
    action: "run.decide",
    subject: `proposal ${id}`,
    after: { decision, job, expected, ...(runId === undefined ? {} : { run: runId }) },
  };
}
