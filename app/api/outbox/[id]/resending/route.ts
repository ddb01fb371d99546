import { z } from "zod";
import { database } from "#db/client.ts";
import { jobOfMail, resendMail } from "#db/queries/outbox.ts";
import { permissionOfJob, permissionsOfJobs, type Permission } from "#lib/permissions.ts";
import { handler } from "#lib/server/handler.ts";

const numbered = "A mail is named by its number.";

export const POST = handler(
  {
    permission: "anonymization.run",
    permissionBy: { among: permissionsOfJobs("run"), of: ({ params: { id } }) => permissionOf(id) },
    summary: "Send a mail again whose end is not known, or that was not sent",
    details: "Its recipient may get it twice. Refused for what was sent, and after a day.",
    params: z.strictObject({ id: z.coerce.number(numbered).int(numbered).positive(numbered) }),
    answer: z.object({ id: z.int() }),
    status: 202,
    example: { params: { id: 12 } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => resendMail(tx, id));
    return { id };
  },
);

/** That of the job whose run it tells of; a mail that is not there is told by the write itself. */
async function permissionOf(id: number): Promise<Permission> {
  const job = await database().transaction("lethe_web", (tx) => jobOfMail(tx, id));
  return permissionOfJob(job ?? "anonymization", "run") ?? "anonymization.run";
}
