import { startImport } from "#db/queries/import-steering.ts";
import { handler } from "#lib/server/handler.ts";
import { importParams, startRequest } from "#app/(console)/import/schema.ts";
import { askedImport, exampleId } from "../../schema.ts";

export const POST = handler(
  {
    permission: "imports.write",
    summary: "Try an import, or do it",
    details:
      "A dry run checks and counts everything and keeps nothing; the files stay and can be imported. Refused while bytes are missing, while it is under way, and when it has ended. Into a demo library it needs replaceDemo, which removes the demo.",
    params: importParams,
    body: startRequest,
    answer: askedImport,
    status: 202,
    example: { params: { id: exampleId }, body: { dryRun: true } },
  },
  async ({ params: { id }, body, save }) => {
    await save((tx) => startImport(tx, { id, ...body }));
    return { id };
  },
);
