import { z } from "zod";
import { families, type Family } from "./families.ts";
import { formatCount } from "./format.ts";

/** Bounds of what a rule may ask, for the forms, the configuration file and the database's CHECKs. */
export const limits = { days: 36_500, retained: 10_000, listed: 1_000, name: 200, rules: 100 };

const days = z
  .number("Enter a whole number of days.")
  .int("Enter a whole number of days.")
  .min(0, "Days cannot be negative.")
  .max(limits.days, `Enter at most ${formatCount(limits.days)} days.`);

const codes = z
  .array(z.string().trim().min(1, "A code cannot be empty.").max(limits.name))
  .min(1, "Choose at least one value.")
  .max(limits.listed, `Choose at most ${formatCount(limits.listed)} values.`)
  .overwrite((list) => [...new Set(list)]);

const listed = z.enum(["in", "notIn"]);
const compared = z.enum(["=", "<", ">"]);

const conditions = [
  z.strictObject({ parameter: z.literal("daysSinceEnded"), operator: compared, value: days }),
  z.strictObject({ parameter: z.literal("daysSinceUserExpiry"), operator: compared, value: days }),
  z.strictObject({ parameter: z.literal("daysSinceUserExpiry"), operator: z.literal("isEmpty") }),
  z.strictObject({ parameter: z.literal("library"), operator: listed, value: codes }),
  /** Codes of locations: `LIBRARY:LOCATION`, or a bare code for that location in any library. */
  z.strictObject({ parameter: z.literal("location"), operator: listed, value: codes }),
  z.strictObject({ parameter: z.literal("userGroup"), operator: listed, value: codes }),
  z.strictObject({
    parameter: z.literal("loansToRetain"),
    operator: z.literal("beyond"),
    value: z
      .number("Enter a whole number of loans.")
      .int("Enter a whole number of loans.")
      .min(1, "Retain at least 1 loan.")
      .max(limits.retained, `Retain at most ${formatCount(limits.retained)} loans.`),
  }),
  /** Each as `TYPE:CATEGORY`. */
  z.strictObject({ parameter: z.literal("statisticalCategory"), operator: listed, value: codes }),
  z.strictObject({
    parameter: z.literal("requestType"),
    operator: listed,
    value: z
      .array(z.enum(["hold", "booking", "digitization"]))
      .min(1, "Choose at least one value."),
  }),
  z.strictObject({
    parameter: z.literal("hasOpenFee"),
    operator: z.literal("is"),
    value: z.boolean(),
  }),
] as const;

export const conditionSchema = z.union(conditions, {
  error: (issue) => describeCondition(issue.input),
});
export type Condition = z.output<typeof conditionSchema>;
export type Parameter = Condition["parameter"];
export type Operator = Condition["operator"];

/** Input parameters of each family's rules, in the order of the screen. */
export const parametersOf: Record<Family, readonly Parameter[]> = {
  loans: [
    "daysSinceEnded",
    "daysSinceUserExpiry",
    "library",
    "location",
    "userGroup",
    "loansToRetain",
    "statisticalCategory",
    "hasOpenFee",
  ],
  fees: ["daysSinceEnded", "daysSinceUserExpiry", "library", "userGroup", "statisticalCategory"],
  requests: [
    "daysSinceEnded",
    "daysSinceUserExpiry",
    "library",
    "location",
    "userGroup",
    "statisticalCategory",
    "requestType",
  ],
  borrowingRequests: [
    "daysSinceEnded",
    "daysSinceUserExpiry",
    "library",
    "userGroup",
    "statisticalCategory",
  ],
};

const conditionList = z
  .array(conditionSchema)
  .min(1, "A rule needs at least one parameter. What all other records get is the default rule.")
  .max(20, "A rule takes at most 20 parameters.");

/** A rule of any family. All of `when` must match; the first enabled rule that matches decides. */
export const ruleSchema = z.strictObject({
  name: z.string().trim().min(1, "Give the rule a name.").max(limits.name),
  description: z.string().trim().max(2_000).default(""),
  enabled: z.boolean().default(true),
  when: conditionList,
  anonymize: z.boolean("Choose whether the rule anonymizes."),
});

/** A rule of one family, with that family's parameters alone. Made once: a schema takes longest at its first use. */
export const ruleSchemaFor = (family: Family) => ruleSchemas[family];

const ruleSchemaOf = (family: Family) =>
  ruleSchema.extend({
    when: conditionList.superRefine((list, context) => {
      list.forEach((condition, index) => {
        if (!parametersOf[family].includes(condition.parameter)) {
          context.addIssue({
            code: "custom",
            path: [index, "parameter"],
            message: `The parameter ${condition.parameter} does not belong to ${family} rules.`,
          });
        }
      });
    }),
  });
const ruleSchemas = {} as Record<Family, ReturnType<typeof ruleSchemaOf>>;
for (const family of families) ruleSchemas[family] = ruleSchemaOf(family);
export type Rule = z.output<typeof ruleSchema>;

/** A family's rules in order, and the output of the default rule that stands last. */
export interface RuleList {
  rules: Rule[];
  default: boolean;
}

/** The union's own message names none of the parts; this one says what is wrong with which. */
function describeCondition(input: unknown): string {
  const given = z.looseObject({ parameter: z.string() }).safeParse(input);
  if (!given.success) return "A parameter has a name, an operator and a value.";
  const shapes = conditions.filter((shape) => shape.shape.parameter.value === given.data.parameter);
  if (shapes.length === 0) return `There is no parameter ${given.data.parameter}.`;
  const operatorFits = shapes.find(
    (shape) => shape.shape.operator.safeParse(given.data.operator).success,
  );
  if (!operatorFits) return `${given.data.parameter} does not take this operator.`;
  const issue = operatorFits.safeParse(input).error?.issues[0];
  return issue?.code === "unrecognized_keys"
    ? `${given.data.parameter} does not take ${issue.keys.join(", ")}.`
    : (issue?.message ?? "The value does not fit.");
}
