import { recordChange } from "#db/queries/audit.ts";
import { waitingProposals, type Proposal } from "#db/queries/run-proposals.ts";
import { declineProposal } from "#jobs/engine/decide.ts";
import { deedOf, jobTitles } from "#jobs/registry.ts";
import { command, WrongUsage } from "./command.ts";
import { table } from "./table.ts";

export const proposals = command({
  name: "proposals",
  summary: "List the runs that wait for a second person, or take one of the command line's back.",
  usage: "proposals | proposals decline <id>",
  options: {},
  examples: ["proposals", "proposals decline 3"],

  async run({ positionals, connect }) {
    const [verb, operand = "", ...more] = positionals;
    if (verb === undefined) {
      const { db } = await connect();
      const found = await db.transaction("lethe_web", waitingProposals);
      return { json: { proposals: found }, text: page(found) };
    }
    if (verb !== "decline" || !/^\d{1,15}$/.test(operand) || more.length > 0) {
      throw new WrongUsage("Say proposals, or proposals decline and the number of one.");
    }
    const id = Number(operand);
    const { db } = await connect();
    await db.transaction("lethe_web", async (tx) => {
      await recordChange(tx, "operator", await declineProposal(tx, { id, staffId: null }));
    });
    return { json: { id }, text: `Proposal ${id} is declined. Nothing was started.` };
  },
});

function page(found: Proposal[]): string {
  if (found.length === 0) return "No run waits for a second person.";
  return table(
    ["Proposal", "Job", "Would", "Asked by", "Until"],
    found.map(({ id, job, expected, proposedBy, expiresAt }) => [
      String(id),
      jobTitles[job],
      deedOf(job, expected),
      proposedBy ?? "command line",
      expiresAt,
    ]),
  );
}
