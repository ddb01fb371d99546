import { z } from "zod";
import { database } from "#db/client.ts";
import { readRecord } from "#db/queries/records.ts";
import { handler } from "#lib/server/handler.ts";
import { recordParams } from "../../schema.ts";

const text = z.string().nullable();
const day = text.describe("YYYY-MM-DD");
const amount = text.describe("In the institution's currency.");

const facts = z.object({
  library: z.string(),
  location: text,
  userGroup: text.describe("As it was at the event."),
  categories: z.array(z.string()).describe("Each as TYPE:CATEGORY."),
  status: z.string(),
  type: text.describe("Of a fee or a request."),
  partner: text.describe("Of a borrowing request."),
  itemBarcode: text,
  title: text,
  author: text,
  callNumber: text,
  startedOn: z.string().describe("YYYY-MM-DD, of lending or creation."),
  dueOn: day,
  endedOn: day,
  renewals: z.int().nullable(),
  originalAmount: amount,
  balance: amount,
});

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Read what a record says of itself",
    details: "What stays for statistics, whatever is decided. It leads to no patron.",
    params: recordParams,
    answer: facts,
    example: { params: { family: "loans", id: 7 } },
  },
  ({ params: { family, id } }) =>
    database().transaction("lethe_web", (tx) => readRecord(tx, family, id)),
);
