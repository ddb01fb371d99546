import { z } from "zod";
import { ruleSchemaFor } from "#lib/rules.ts";
import { familyParameter } from "../schema.ts";

const fields = {
  family: familyParameter,
  version: z.coerce.number().int(),
  name: z.string(),
  description: z.string(),
  enabled: z.boolean(),
  anonymize: z.string().optional(),
  /** JSON: the parameters as they are in the configuration file. */
  when: z.string(),
};
type Sent = z.output<z.ZodObject<typeof fields>>;

/** The rule that a form stands for, not checked yet. */
function sentRule({ name, description, enabled, anonymize, when }: Sent): unknown {
  const output = anonymize === "true" ? true : anonymize === "false" ? false : undefined;
  return { name, description, enabled, anonymize: output, when: parametersOf(when) };
}

function parametersOf(when: string): unknown {
  try {
    return JSON.parse(when);
  } catch {
    return [];
  }
}

/** Each wrong parameter is told at its row: `when.0`, `when.1` … */
function checkRule(sent: Sent, context: z.RefinementCtx): void {
  for (const { path, message } of ruleSchemaFor(sent.family).safeParse(sentRule(sent)).error
    ?.issues ?? []) {
    const [field, row] = path;
    const place =
      field === "when" && row !== undefined ? `when.${String(row)}` : String(field ?? "");
    context.addIssue({ code: "custom", path: [place], message });
  }
}

export const addRuleForm = z.object(fields).superRefine(checkRule);
export const changeRuleForm = z
  .object({ ...fields, id: z.coerce.number().int() })
  .superRefine(checkRule);

export const ruleOf = (sent: Sent) => ruleSchemaFor(sent.family).parse(sentRule(sent));
