import { certify } from "#jobs/certify.ts";
import { envelope } from "#lib/certificate.ts";
import { handler } from "#lib/server/handler.ts";
import { runParams } from "../../schema.ts";

export const POST = handler(
  {
    permission: "jobs.read",
    summary: "Sign a certificate of what a run erased",
    details:
      "A DSSE envelope, signed with Ed25519 by a key of GET /api/certificate-keys; lethe certificate verify checks it. It says how far the erasure is by now, so a later one may say more. Refused while the run has not ended, and where it removed nothing. That it was signed stands in the audit.",
    params: runParams,
    answer: envelope,
    example: { params: { id: 7 } },
  },
  async ({ params: { id }, save, answerHeaders }) => {
    const { certificate } = await save((tx) => certify(tx, id));
    answerHeaders.set("Content-Disposition", `attachment; filename="run-${id}-certificate.json"`);
    return certificate;
  },
);
