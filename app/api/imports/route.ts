import { database } from "#db/client.ts";
import { openImport } from "#db/queries/import-uploads.ts";
import { listImports } from "#db/queries/imports.ts";
import { told } from "#imports/discover.ts";
import { isArchive } from "#imports/formats.ts";
import { handler } from "#lib/server/handler.ts";
import { openRequest } from "#app/(console)/import/schema.ts";
import { importList, openedImport } from "./schema.ts";

export const GET = handler(
  {
    permission: "imports.write",
    summary: "List the imports of a week, newest first",
    answer: importList,
  },
  async () => ({ imports: await database().transaction("lethe_web", listImports) }),
);

export const POST = handler(
  {
    permission: "imports.write",
    summary: "Name the files of a new import",
    details:
      "Their bytes are sent next, each file by its place in the list. They are kept until they are imported or discarded, a day at most.",
    body: openRequest,
    answer: openedImport,
    status: 201,
    example: { body: { source: "alma", files: [{ name: "users.csv", size: 48_120 }] } },
  },
  async ({ caller, body: { source, files }, answerHeaders, save }) => {
    // Refused before anything is sent: what no name tells, and what this version does not take.
    for (const { name, format } of files) if (!isArchive(name)) told(name, format);
    let id = "";
    await save(async (tx) => {
      const opened = await openImport(tx, {
        source,
        files: files.map(({ format = null, modified = null, ...file }) => ({
          ...file,
          format,
          modified,
        })),
        by: caller.actor,
      });
      id = opened.id;
      return opened.change;
    });
    answerHeaders.set("Location", `/api/imports/${id}`);
    return { id };
  },
);
