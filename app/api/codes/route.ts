import { z } from "zod";
import { database } from "#db/client.ts";
import { readCodes } from "#db/queries/codes.ts";
import { handler } from "#lib/server/handler.ts";

const codes = z.array(z.object({ code: z.string(), name: z.string() }));

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "List the codes that rules can name",
    answer: z.object({
      library: codes,
      location: codes.describe("As LIBRARY:LOCATION."),
      userGroup: codes,
      statisticalCategory: codes.describe("As TYPE:CATEGORY."),
    }),
  },
  () => database().transaction("lethe_web", readCodes),
);
