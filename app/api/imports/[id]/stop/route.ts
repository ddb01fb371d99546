import { stopImport } from "#db/queries/import-steering.ts";
import { handler } from "#lib/server/handler.ts";
import { importParams } from "#app/(console)/import/schema.ts";
import { askedImport, exampleId } from "../../schema.ts";

export const POST = handler(
  {
    permission: "imports.write",
    summary: "Ask an import to stop",
    details: "Nothing is kept of the file it is at; files before it stay.",
    params: importParams,
    answer: askedImport,
    status: 202,
    example: { params: { id: exampleId } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => stopImport(tx, id));
    return { id };
  },
);
