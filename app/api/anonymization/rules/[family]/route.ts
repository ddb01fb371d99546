import { database, type Tx } from "#db/client.ts";
import { readAnonymization, replaceRules } from "#db/queries/anonymization.ts";
import { readCodes } from "#db/queries/codes.ts";
import type { Family } from "#lib/families.ts";
import { ruleWarnings } from "#lib/rule-warnings.ts";
import { handler } from "#lib/server/handler.ts";
import { parsed } from "#lib/server/parse.ts";
import { familyParams } from "../../../schema.ts";
import { ruleList, ruleListFor, savedRuleList } from "../../schema.ts";

export const GET = handler(
  {
    permission: "anonymization.read",
    summary: "Read a family's rules",
    params: familyParams,
    answer: ruleList,
    example: { params: { family: "loans" } },
  },
  ({ params: { family } }) => database().transaction("lethe_web", (tx) => readList(tx, family)),
);

export const PUT = handler(
  {
    permission: "anonymization.write",
    summary: "Replace a family's rules as a whole list",
    details: "Refused when somebody else changed them since their version was read.",
    params: familyParams,
    body: ruleList,
    answer: savedRuleList,
    example: {
      params: { family: "loans" },
      body: {
        version: 3,
        rules: [
          {
            name: "30 days",
            when: [{ parameter: "daysSinceEnded", operator: ">", value: 30 }],
            anonymize: true,
          },
        ],
        default: false,
      },
    },
  },
  async ({ params: { family }, body, save }) => {
    const list = parsed(ruleListFor(family), body, "The body");
    await save((tx) => replaceRules(tx, family, list));
    return database().transaction("lethe_web", async (tx) => ({
      ...(await readList(tx, family)),
      warnings: ruleWarnings(family, list, await readCodes(tx)).map(({ rule, message }) =>
        rule === "default" ? message : `“${list.rules[rule]?.name ?? ""}”: ${message}`,
      ),
    }));
  },
);

async function readList(tx: Tx, family: Family) {
  const { version, rules, default: byDefault } = (await readAnonymization(tx))[family];
  return { version, rules: rules.map(({ id: _id, ...rule }) => rule), default: byDefault };
}
