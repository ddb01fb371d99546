import { z } from "zod";
import { recordNumber } from "#app/(console)/records/schema.ts";
import { database } from "#db/client.ts";
import { lookUpBySource, lookUpItem } from "#db/queries/record-lookup.ts";
import { handler } from "#lib/server/handler.ts";
import { familyParams } from "../../schema.ts";

const body = z.discriminatedUnion(
  "by",
  [
    z.strictObject({ by: z.literal("barcode"), number: recordNumber }),
    z.strictObject({ by: z.literal("source"), ...familyParams.shape, number: recordNumber }),
  ],
  "by is barcode or source.",
);

export const POST = handler(
  {
    permission: "anonymization.read",
    summary: "Find an item by its barcode, or a record by its number in the source system",
    details:
      "Answers an ID of Lethe's own, to read under /api/items or /api/records. Posted as on the screen, because a source's number leads to a patron there: it stands in no address. 404 where there is none: what is anonymized is no longer found by its source's number.",
    body,
    alsoRefuses: [404],
    answer: z.object({
      item: z.int().nullable().describe("Of a barcode."),
      record: z.int().nullable().describe("Of a number in the source system."),
    }),
    example: { body: { by: "barcode", number: "B1" } },
  },
  ({ body: sent }) =>
    database().transaction("lethe_web", async (tx) =>
      sent.by === "barcode"
        ? { item: await lookUpItem(tx, sent.number), record: null }
        : { item: null, record: await lookUpBySource(tx, sent.family, sent.number) },
    ),
);
