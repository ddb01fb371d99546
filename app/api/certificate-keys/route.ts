import { z } from "zod";
import { database } from "#db/client.ts";
import { listCertificateKeys } from "#db/queries/certificates.ts";
import { handler } from "#lib/server/handler.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read the public keys that certificates are verified with",
    details: "Newest first: the first one signs, the others did.",
    answer: z.object({
      keys: z.array(
        z.object({
          keyid: z.string(),
          publicKey: z.string().describe("PEM."),
          madeAt: z.string().describe("ISO 8601, in UTC."),
        }),
      ),
    }),
  },
  async () => ({ keys: await database().transaction("lethe_web", listCertificateKeys) }),
);
