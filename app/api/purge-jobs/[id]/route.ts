import { z } from "zod";
import { database } from "#db/client.ts";
import { deletePurgeJob, readPurgeJob } from "#db/queries/purge-jobs.ts";
import { handler } from "#lib/server/handler.ts";
import { purgeJob, purgeJobParams } from "../../purge-users/schema.ts";
import { setUserOf } from "../../users/schema.ts";

export const GET = handler(
  {
    permission: "purge.read",
    summary: "Read a purge job",
    params: purgeJobParams,
    answer: purgeJob,
    example: { params: { id: 1 } },
  },
  ({ caller, params: { id } }) =>
    database().transaction("lethe_web", (tx) => readPurgeJob(tx, setUserOf(caller), id)),
);

export const DELETE = handler(
  {
    permission: "purge.write",
    summary: "Delete a purge job",
    details: "Its runs stay in the history.",
    params: purgeJobParams,
    answer: z.object({ id: z.int() }),
    example: { params: { id: 1 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => deletePurgeJob(tx, id));
    return { id };
  },
);
