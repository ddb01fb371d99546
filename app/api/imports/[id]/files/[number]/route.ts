import { database } from "#db/client.ts";
import { takePiece } from "#db/queries/import-uploads.ts";
import { importLimits } from "#lib/import-limits.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { pieceParams, pieceQuery } from "#app/(console)/import/schema.ts";
import { arrival, exampleId } from "../../../schema.ts";

export const PUT = handler(
  {
    permission: "imports.write",
    summary: "Send a piece of a file",
    details:
      "It begins at offset. The answer says how much has arrived: where to go on. A piece that is here already may be sent again; one that does not fit is refused, and received stands beside the sentence.",
    params: pieceParams,
    query: pieceQuery,
    body: { contentType: "application/octet-stream", maxBytes: importLimits.chunkBytes },
    answer: arrival,
    example: { params: { id: exampleId, number: 0 }, query: { offset: 0 } },
  },
  async ({ params: { id, number }, query: { offset }, body: bytes }) => {
    const piece = { importId: id, number, offset, bytes };
    const taken = await database().transaction("lethe_web", (tx) => takePiece(tx, piece));
    if (!taken) throw new NotFound("There is no such file.");
    const { received, refused } = taken;
    return refused === undefined
      ? { received }
      : Response.json({ error: refused, received }, { status: 409 });
  },
);
