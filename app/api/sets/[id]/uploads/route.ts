import { uploadIds } from "#db/queries/set-uploads.ts";
import { setParameter } from "#app/(console)/sets/schema.ts";
import { LARGEST_SET_FILE_BYTES } from "#imports/set-file/limits.ts";
import { readSetFile, tooLarge } from "#imports/set-file/set-file.ts";
import { saveAs } from "#lib/server/action.ts";
import { handler } from "#lib/server/handler.ts";

/** Adds the users of a CSV, TXT or XLSX file, which is the body as it is, to an itemized set. */
export const POST = handler<{ id: string }>("users.write", async (request, staff, { id }) => {
  const set = setParameter.parse(id);
  const sent = await readSetFile(await bytesOf(request));
  const { upload } = await saveAs(staff, (tx) => uploadIds(tx, staff, { id: set, sent }));
  return Response.json(upload, { status: 201 });
});

/** Stops reading as soon as it is too much, whatever the header said. */
async function bytesOf(request: Request): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_SET_FILE_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > LARGEST_SET_FILE_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
