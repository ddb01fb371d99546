import { z } from "zod";
import { recordsPerItem } from "#app/(console)/records/schema.ts";
import { database } from "#db/client.ts";
import { readItem } from "#db/queries/records.ts";
import { families } from "#lib/families.ts";
import { handler } from "#lib/server/handler.ts";

const named = "An item is named by its ID in Lethe.";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Read an item and its records, the latest first",
    details: `At most ${recordsPerItem} of each kind. No patron is named.`,
    params: z.strictObject({ id: z.coerce.number(named).int(named).positive(named) }),
    answer: z.object({
      item: z.object({ barcode: z.string(), title: z.string().nullable() }),
      records: z.array(
        z.object({
          family: z.enum(families),
          id: z.int(),
          library: z.string(),
          startedOn: z.string().describe("YYYY-MM-DD, of lending or creation."),
          endedOn: z.string().nullable().describe("YYYY-MM-DD"),
          linked: z.boolean().describe("False once anonymized."),
        }),
      ),
    }),
    example: { params: { id: 1 } },
  },
  ({ params: { id } }) =>
    database().transaction("lethe_web", (tx) => readItem(tx, id, recordsPerItem)),
);
