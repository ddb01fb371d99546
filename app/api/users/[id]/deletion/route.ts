import { purgePerson } from "#jobs/purge-users/request.ts";
import { handler } from "#lib/server/handler.ts";
import { startedRun } from "../../../job-runs/schema.ts";
import { userParams } from "../schema.ts";

export const POST = handler(
  {
    permission: "purge.run",
    summary: "Delete a user",
    details:
      "As the delete user policy says, by a run of its own, whose report says what was removed. The purge date is not asked; whatever else keeps a user from a purge is, and refused in a sentence. What one person deletes so within 24 hours, by hand and by keys, adds up: beyond the share of all users that a run may take unseen, or the number that needs a second person, it is refused.",
    params: userParams,
    answer: startedRun,
    status: 202,
    example: { params: { id: 1 } },
  },
  async ({ caller: { staffId, apiKeyId }, params: { id }, save }) => {
    const { runId } = await save((tx) =>
      purgePerson(tx, { userId: id, how: "delete" }, { submittedVia: "api", staffId, apiKeyId }),
    );
    return { id: runId, proposal: null };
  },
);
