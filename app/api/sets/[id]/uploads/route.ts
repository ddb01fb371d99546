import { uploadIds } from "#db/queries/set-uploads.ts";
import { LARGEST_SET_FILE_BYTES } from "#imports/set-file/limits.ts";
import { readSetFile } from "#imports/set-file/set-file.ts";
import { handler } from "#lib/server/handler.ts";
import { setUserOf } from "../../../users/schema.ts";
import { exampleSet, setParams, upload as uploadAnswer } from "../../schema.ts";

export const POST = handler(
  {
    permission: "users.write",
    summary: "Add the users of a file to an itemized set",
    details:
      "The body is the file: CSV, TXT or XLSX. Its first column is headed Primary ID, USERNAME or User name; other columns are passed over. IDs are text, with their leading zeros.",
    params: setParams,
    body: { contentType: "application/octet-stream", maxBytes: LARGEST_SET_FILE_BYTES },
    answer: uploadAnswer,
    status: 201,
    example: { params: { id: exampleSet } },
  },
  async ({ caller, params: { id }, body, save }) => {
    const sent = await readSetFile(Buffer.from(body));
    const { upload } = await save((tx) => uploadIds(tx, setUserOf(caller), { id, sent }));
    return upload;
  },
);
