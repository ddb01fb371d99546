import { z } from "zod";
import { database } from "#db/client.ts";
import { waitingProposals } from "#db/queries/run-proposals.ts";
import { handler } from "#lib/server/handler.ts";
import { proposalRow } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "List the runs that wait for a second person",
    answer: z.object({ proposals: z.array(proposalRow) }),
  },
  async () => ({ proposals: await database().transaction("lethe_web", waitingProposals) }),
);
