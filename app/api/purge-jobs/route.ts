import { z } from "zod";
import { database } from "#db/client.ts";
import { addPurgeJob, listPurgeJobs } from "#db/queries/purge-jobs.ts";
import { handler } from "#lib/server/handler.ts";
import { examplePurge, makerOf, purgeJobBody, purgeJobList } from "../purge-users/schema.ts";
import { setUserOf } from "../users/schema.ts";

export const GET = handler(
  { permission: "purge.read", summary: "List purge jobs, newest first", answer: purgeJobList },
  async ({ caller }) => ({
    purgeJobs: await database().transaction("lethe_web", (tx) =>
      listPurgeJobs(tx, setUserOf(caller)),
    ),
  }),
);

export const POST = handler(
  {
    permission: "purge.write",
    summary: "Add a purge job",
    details: "Describes whom a purge is about. Nobody is purged before it is run.",
    body: purgeJobBody,
    answer: z.object({ id: z.int() }),
    status: 201,
    example: { body: examplePurge },
  },
  async ({ caller, body, save, answerHeaders }) => {
    const { id } = await save((tx) => addPurgeJob(tx, makerOf(caller), body));
    answerHeaders.set("Location", `/api/purge-jobs/${id}`);
    return { id };
  },
);
