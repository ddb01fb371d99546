import { z } from "zod";
import { database } from "#db/client.ts";
import { addPurgeJob, listPurgeJobs } from "#db/queries/purge-jobs.ts";
import { handler } from "#lib/server/handler.ts";
import { jobsPerPage } from "#app/(console)/purge-user-records/schema.ts";
import {
  before,
  examplePurge,
  makerOf,
  purgeJobBody,
  purgeJobPage,
} from "../purge-users/schema.ts";
import { setUserOf } from "../users/schema.ts";

export const GET = handler(
  {
    permission: "purge.read",
    summary: "List purge jobs, newest first",
    query: z.strictObject({ before }),
    answer: purgeJobPage,
  },
  async ({ caller, query }) => {
    const found = await database().transaction("lethe_web", (tx) =>
      listPurgeJobs(tx, setUserOf(caller), { ...query, limit: jobsPerPage + 1 }),
    );
    const purgeJobs = found.slice(0, jobsPerPage);
    const next = found.length > purgeJobs.length ? (purgeJobs.at(-1)?.id ?? null) : null;
    return { purgeJobs, next };
  },
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
