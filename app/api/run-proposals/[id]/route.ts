import { database } from "#db/client.ts";
import { readProposal } from "#db/queries/run-proposals.ts";
import { readProposedTexts } from "#jobs/update-users/proposed-texts.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { proposalParams, wholeProposal } from "../schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read a run that waits for a second person",
    params: proposalParams,
    answer: wholeProposal,
    example: { params: { id: 3 } },
  },
  ({ params: { id }, caller }) =>
    database().transaction("lethe_web", async (tx) => {
      const proposal = await readProposal(tx, id);
      if (!proposal) throw new NotFound(`There is no proposal ${id}.`);
      const texts = await readProposedTexts(tx, proposal, caller);
      return { ...proposal, texts: texts === "withheld" ? null : texts };
    }),
);
