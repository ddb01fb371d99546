import { z } from "zod";
import { recordsPerPage } from "#app/(console)/users/[id]/schema.ts";
import { database } from "#db/client.ts";
import { userExists } from "#db/queries/letters.ts";
import { listUserRecords } from "#db/queries/user-records.ts";
import { NotFound } from "#lib/refusal.ts";
import { handler } from "#lib/server/handler.ts";
import { seal, unseal } from "#lib/server/sealed.ts";
import { familyParams } from "../../../../schema.ts";
import { userParams } from "../../schema.ts";

const text = z.string().nullable();
const number = z.number().nullable();
const day = text.describe("YYYY-MM-DD");

const userRecord = z.object({
  id: z.int(),
  library: z.string(),
  location: text,
  title: text,
  barcode: text,
  type: text.describe("Of a fee or a request."),
  status: z.string(),
  finished: z.boolean(),
  beganOn: z.string().describe("YYYY-MM-DD, of the loan or of creation."),
  dueOn: day,
  endedOn: day,
  returned: z.boolean().describe("Returned, rather than closed without return."),
  renewals: number,
  originalAmount: number,
  balance: number,
  partner: text.describe("Of a borrowing request."),
  note: text,
});

export const GET = handler(
  {
    permission: "users.read",
    summary: "List a user's loans, fees, requests or borrowing requests",
    details:
      "What still leads to the user: what has not ended first, then the latest to end. What was anonymized is nowhere here.",
    params: userParams.extend(familyParams.shape),
    query: z.strictObject({
      after: z
        .string()
        .max(200)
        .transform(unseal)
        .refine((record) => record !== undefined, "after is the next of a page.")
        .optional(),
    }),
    answer: z.object({
      records: z.array(userRecord),
      next: z
        .string()
        .nullable()
        .describe("The after of the next page, which names no record; null on the last."),
    }),
    example: { params: { id: 1, family: "loans" } },
  },
  ({ params: { id, family }, query: { after } }) =>
    database().transaction("lethe_web", async (tx) => {
      if (!(await userExists(tx, id))) throw new NotFound(`There is no user ${id}.`);
      const page = await listUserRecords(tx, family, { userId: id, after, limit: recordsPerPage });
      return { ...page, next: page.next === null ? null : seal(page.next) };
    }),
);
