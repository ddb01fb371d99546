import { z } from "zod";
import { calendarDay } from "./calendar-day.ts";
import { accountTypes, recordTypes, userStatuses } from "./user-fields.ts";
import { formatCount } from "./format.ts";

/** Bounds of what one query may ask, for the screens, the API and the compiler. */
export const queryLimits = {
  conditions: 200,
  /** Groups within groups, the outermost among them. */
  depth: 5,
  listed: 10_000,
  text: 500,
  days: 36_500,
  amount: 1_000_000_000,
};

const word = z
  .string("Enter text.")
  .trim()
  .min(1, "A value cannot be empty.")
  .max(queryLimits.text, `A value has at most ${queryLimits.text} characters.`)
  .refine((text) => !text.includes("\0"), "A value holds a character that no text has.");

const listOf = <T extends z.ZodType<string>>(one: T) =>
  z
    .array(one, "Choose from a list.")
    .min(1, "Choose at least one value.")
    .max(queryLimits.listed, `Choose at most ${formatCount(queryLimits.listed)} values.`)
    .transform((list) => [...new Set(list)]);

const day = calendarDay("Enter a date, such as 2026-03-31.");
const days = z
  .number("Enter a whole number of days.")
  .int("Enter a whole number of days.")
  .min(0, "Days cannot be negative.")
  .max(queryLimits.days, `Enter at most ${formatCount(queryLimits.days)} days.`);
const amount = z
  .number("Enter an amount, such as 12.50.")
  .min(-queryLimits.amount, "The amount is too low.")
  .max(queryLimits.amount, "The amount is too high.")
  .refine((value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6, {
    error: "An amount has at most two decimals.",
  });

const listed = z.enum(["in", "notIn"]);
const empty = z.enum(["isEmpty", "isNotEmpty"]);

/** An object that takes nothing but its own keys, and says which it does not know. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape, otherwise?: string) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `There is no ${issue.keys.map(shown).join(", ")} here.`
        : otherwise,
  });

/** What a sentence may repeat of something that anyone may have sent. */
const shown = (value: unknown) =>
  typeof value === "string" && /^\w{1,40}$/.test(value) ? value : "of this name";

const choice = <F extends string, T extends z.ZodType<string>>(field: F, one: T) =>
  part({ field: z.literal(field), operator: listed, value: listOf(one) });
const isEmpty = <F extends string>(field: F) => part({ field: z.literal(field), operator: empty });
const onDay = <F extends string>(field: F) =>
  part({
    field: z.literal(field),
    operator: z.enum(["on", "before", "after"]),
    value: day,
  });
const ago = <F extends string>(field: F) =>
  part({
    field: z.literal(field),
    operator: z.enum(["moreThanDaysAgo", "lessThanDaysAgo"]),
    value: days,
  });

const conditions = [
  choice("recordType", z.enum(recordTypes, "There is no such record type.")),
  choice("accountType", z.enum(accountTypes, "There is no such account type.")),
  choice("status", z.enum(userStatuses, "There is no such status.")),
  choice("userGroup", word),
  isEmpty("userGroup"),
  choice("jobCategory", word),
  isEmpty("jobCategory"),
  choice("campus", word),
  isEmpty("campus"),
  onDay("expiryDate"),
  ago("expiryDate"),
  isEmpty("expiryDate"),
  onDay("purgeDate"),
  ago("purgeDate"),
  isEmpty("purgeDate"),
  onDay("createdDate"),
  ago("createdDate"),
  /** Known as a month: a day stands for its month. */
  onDay("lastActivity"),
  ago("lastActivity"),
  isEmpty("lastActivity"),
  /** Each as `TYPE:CATEGORY`. */
  choice("statisticalCategory", word),
  isEmpty("statisticalCategory"),
  choice("block", word),
  isEmpty("block"),
  part({
    field: z.literal("hasOpenLoans"),
    operator: z.literal("is"),
    value: z.boolean("Choose yes or no."),
  }),
  part({
    field: z.literal("feesOwed"),
    operator: z.enum(["=", "<", ">"]),
    value: amount,
  }),
  choice("identifierType", word),
  isEmpty("identifierType"),
  part({
    field: z.literal("noteText"),
    operator: z.enum(["contains", "notContains"]),
    value: word,
  }),
  isEmpty("noteText"),
] as const;

export type UserCondition = z.output<(typeof conditions)[number]>;
export type UserField = UserCondition["field"];
export type UserOperator = UserCondition["operator"];

/** The one shape that what was sent claims to be, or a schema that says why there is none. */
export function conditionSchemaOf(input: unknown): z.ZodType<UserCondition> {
  const of = (key: "field" | "operator") =>
    typeof input === "object" && input !== null && key in input
      ? (input as Record<string, unknown>)[key]
      : undefined;
  const [field, operator] = [of("field"), of("operator")];
  const shapes = conditions.filter(({ shape }) => shape.field.value === field);
  const fits = shapes.find(({ shape }) => shape.operator.safeParse(operator).success);
  if (fits) return fits;
  if (shapes.length > 0) return never(`${shown(field)} does not take this operator.`);
  return never(
    field === undefined
      ? "A condition has a field, an operator and a value."
      : `There is no field ${shown(field)}.`,
  );
}

const never = (sentence: string): z.ZodType<never> => z.never({ error: sentence });
