import { database } from "#db/client.ts";
import { forgetBackup, readBackup, tellBackup } from "#db/queries/backups.ts";
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

export const DELETE = handler(
  {
    permission: "backups.write",
    summary: "Take back what was told of verified backups",
    details:
      "For when the time was wrong: no verified backup is known then, until one is told of, which may be an earlier one. 404 where none was told of.",
    alsoRefuses: [404],
    answer: knownBackup,
  },
  async ({ save }) => {
    await save(forgetBackup);
    return database().transaction("lethe_web", readBackup);
  },
);
