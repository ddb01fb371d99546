import { z } from "zod";
import { database } from "#db/client.ts";
import { readUserCodes } from "#db/queries/user-codes.ts";
import { handler } from "#lib/server/handler.ts";

const codes = z.array(z.object({ code: z.string(), name: z.string() }));

export const GET = handler(
  {
    permission: "users.read",
    summary: "List the codes that accounts have",
    details:
      "What User Details and Advanced search offer. Of a large library, all but user groups and statistical categories is gathered from a part of the accounts: a rare code may not be among them.",
    answer: z.object({
      userGroup: codes,
      statisticalCategory: codes.describe("As TYPE:CATEGORY."),
      jobCategory: codes,
      campus: codes,
      block: codes,
      identifierType: codes,
    }),
  },
  () => database().transaction("lethe_web", readUserCodes),
);
