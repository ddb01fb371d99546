import { z } from "zod";
import { database } from "#db/client.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { approveProposal, declineProposal } from "#jobs/engine/decide.ts";
import { permissionOfJob, permissionsOfJobs, type Permission } from "#lib/permissions.ts";
import { Refusal } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { decisionBody, proposalParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: { among: permissionsOfJobs("run"), of: ({ params: { id } }) => permissionOf(id) },
    summary: "Approve or decline a run that waits for a second person",
    details:
      "Only a person who is signed in approves, and never who asked or made the key that asked. When the settings have changed since, nothing starts and runId is null. Who asked takes it back by declining.",
    params: proposalParams,
    body: decisionBody,
    answer: z.object({ runId: z.int().nullable() }),
    example: { params: { id: 3 }, body: { decision: "decline" } },
  },
  async ({ params: { id }, body, caller: { staffId, apiKeyId }, save }) => {
    if (body.decision === "decline") {
      await save((tx) => declineProposal(tx, { id, staffId, apiKeyId }));
      return { runId: null };
    }
    if (staffId === null)
      throw new Refusal("A key cannot be the second person. Sign in to approve.");
    const { runId } = await save((tx) =>
      approveProposal(tx, { id, hash: body.hash, confirm: body.confirm, staffId }),
    );
    return { runId };
  },
);

/** That of its job; a proposal that is not there is told by the write itself. */
async function permissionOf(id: number): Promise<Permission> {
  const proposal = await database().transaction("lethe_web", (tx) => readProposal(tx, id));
  return permissionOfJob(proposal?.job ?? "anonymization", "run") ?? "anonymization.run";
}
