import { database } from "#db/client.ts";
import { readBackup, tellBackup } from "#db/queries/backups.ts";
import { handler } from "#lib/server/handler.ts";
import { knownBackup, verifiedBody } from "./schema.ts";

export const GET = handler(
  {
    permission: "jobs.read",
    summary: "Read when the newest verified backup was made",
    answer: knownBackup,
  },
  () => database().transaction("lethe_web", readBackup),
);

export const POST = handler(
  {
    permission: "backups.write",
    summary: "Tell of a backup that was verified",
    details:
      "For a backup tool, after its check. Of several the newest counts, whichever is told of last.",
    body: verifiedBody,
    answer: knownBackup,
    example: { body: { madeAt: "2026-11-27T03:10:00Z" } },
  },
  async ({ body: { madeAt }, save }) => {
    await save((tx) => tellBackup(tx, madeAt));
    return database().transaction("lethe_web", readBackup);
  },
);
