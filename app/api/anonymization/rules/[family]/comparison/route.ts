import { compareRules } from "#jobs/anonymize/compare.ts";
import { handler } from "#lib/server/handler.ts";
import { parsed } from "#lib/server/parse.ts";
import { readStoppable } from "#lib/server/stoppable.ts";
import { familyParams } from "../../../../schema.ts";
import {
  comparison,
  COMPARE_TIMEOUT_MS,
  draftList,
  draftListFor,
} from "../../../comparison-schema.ts";

export const POST = handler(
  {
    permission: "anonymization.read",
    summary: "Compare drafted rules with the saved ones",
    details:
      "What each list would let go, on one snapshot, by the same SQL as a run. Saves nothing. Hanging up ends it in the database too.",
    params: familyParams,
    body: draftList,
    answer: comparison,
    example: {
      params: { family: "loans" },
      body: {
        rules: [
          {
            name: "60 days",
            when: [{ parameter: "daysSinceEnded", operator: ">", value: 60 }],
            anonymize: true,
          },
        ],
        default: false,
      },
    },
  },
  ({ params: { family }, body, signal }) => {
    const draft = parsed(draftListFor(family), body, "The body");
    const limits = { signal, timeoutMs: COMPARE_TIMEOUT_MS, what: "Comparing the rules" };
    return readStoppable(limits, (tx) => compareRules(tx, family, draft));
  },
);
