import { z } from "zod";
import { database } from "#db/client.ts";
import { readDeleteUserPolicy, saveDeleteUserPolicy } from "#db/queries/delete-user-policy.ts";
import { handler } from "#lib/server/handler.ts";
import { policy } from "../purge-users/schema.ts";

const answer = z.strictObject({ policy });
const body = answer.extend({
  was: policy.optional().describe("As it was read; left out, whatever stands is replaced."),
});

export const GET = handler(
  { permission: "purge.read", summary: "Read the delete user policy", answer },
  async () => ({
    policy: await database().transaction("lethe_web", readDeleteUserPolicy),
  }),
);

export const PUT = handler(
  {
    permission: "purge.write",
    summary: "Set the delete user policy",
    details:
      "Governs purges from now on. Who was purged earlier stays as it is until the policy is applied to them by a run of its own.",
    body,
    answer,
    example: { body: { policy: "keepStatisticsAndRemovePrimaryId" } },
  },
  async ({ body, save }) => {
    await save((tx) => saveDeleteUserPolicy(tx, body));
    return { policy: body.policy };
  },
);
