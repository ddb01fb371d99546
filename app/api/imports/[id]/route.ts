import { z } from "zod";
import { database } from "#db/client.ts";
import { discardImport } from "#db/queries/import-steering.ts";
import { readImport } from "#db/queries/imports.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { importParams } from "#app/(console)/import/schema.ts";
import { exampleId, wholeImport } from "../schema.ts";

export const GET = handler(
  {
    permission: "imports.write",
    summary: "Read an import: its files, how far it is, what became of them",
    params: importParams,
    answer: wholeImport,
    example: { params: { id: exampleId } },
  },
  async ({ params: { id } }) => {
    const found = await database().transaction("lethe_web", (tx) => readImport(tx, id));
    if (!found) throw new NotFound("There is no such import.");
    return found;
  },
);

export const DELETE = handler(
  {
    permission: "imports.write",
    summary: "Discard files that were sent or tried",
    details: "Refused while they are being imported, and afterwards: what was imported stays.",
    params: importParams,
    answer: z.object({ id: z.string(), status: z.literal("discarded") }),
    example: { params: { id: exampleId } },
  },
  async ({ params: { id }, save }) => {
    await save((tx) => discardImport(tx, id));
    return { id, status: "discarded" as const };
  },
);
