"use server";

import type { Tx } from "#db/client.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { approveProposal, declineProposal } from "#jobs/engine/decide.ts";
import { formAction, requireJob } from "#lib/server/action.ts";
import type { Staff } from "#lib/server/session.ts";
import { requestedHref } from "../../schema.ts";
import { approveForm, declineForm } from "../../safety/schema.ts";

export const approve = formAction(
  "jobs.read",
  "/monitor-jobs/safety",
  approveForm,
  async (tx, { id, hash, typed }, staff) => {
    await requireProposal(tx, id, staff);
    const { change, runId } = await approveProposal(tx, {
      id,
      hash,
      confirm: typed,
      staffId: staff.id,
    });
    return { change, to: requestedHref(runId === null ? { proposalId: id } : { runId }) };
  },
);

export const decline = formAction(
  "jobs.read",
  "/monitor-jobs/safety",
  declineForm,
  async (tx, { id }, staff) => {
    await requireProposal(tx, id, staff);
    const change = await declineProposal(tx, { id, staffId: staff.id });
    return { change, to: requestedHref({ proposalId: id }) };
  },
);

/** What there is not is refused by the write itself. */
async function requireProposal(tx: Tx, id: number, staff: Staff): Promise<void> {
  const proposal = await readProposal(tx, id);
  if (proposal) requireJob(staff, proposal.job, "run");
}
