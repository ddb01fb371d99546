import { z } from "zod";
import { formatCount } from "./format.ts";

/** Bounds of what an account holds, as an import has them. */
export const userLimits = {
  name: 255,
  code: 100,
  identifier: 255,
  address: 10_000,
  note: 100_000,
};

const CONTROL = /[\u0000-\u001f\u007f]/;
const hasNoControl = (text: string) => !CONTROL.test(text);

const atMost = (count: number) => `Enter at most ${formatCount(count)} characters.`;

/** A value that keeps its meaning only as it stands. */
const plain = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, atMost(longest))
    .refine(hasNoControl, "This holds a control character.");

export const words = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, atMost(longest))
    .refine((text) => !text.includes("\0"), "The text holds a character that no text has.");

/** An emptied field holds nothing. */
const orNothing = <T extends z.ZodType<string>>(text: T) =>
  text.transform((value) => (value === "" ? null : value));
const filled = <T extends z.ZodType<string>>(text: T, sentence: string) =>
  text.refine((value) => value !== "", sentence);

export const optionalName = orNothing(plain(userLimits.name));
export const optionalCode = orNothing(plain(userLimits.code));
export const requiredCode = (sentence: string) => filled(plain(userLimits.code), sentence);
export const requiredIdentifier = (sentence: string) =>
  filled(plain(userLimits.identifier), sentence);

const FIRST_YEAR = "1000";

/** An import takes the same. */
export const requiredDay = z.iso
  .date({ error: "Enter a date, such as 2026-03-31.", abort: true })
  .refine((day) => day >= FIRST_YEAR, { error: `Enter a year from ${FIRST_YEAR} on.` });

/** A day, or an emptied field. */
export const optionalDay = z
  .union([z.literal(""), requiredDay])
  .transform((day) => (day === "" ? null : day));

const MOST_TYPES = 100;

/** Codes of types, each once. */
export const typeCodes = z
  .array(z.string().trim())
  .max(MOST_TYPES, `There are at most ${MOST_TYPES} types.`)
  .refine((types) => types.every((one) => one.length <= userLimits.code && hasNoControl(one)), {
    error: `A type has at most ${userLimits.code} characters.`,
  })
  .transform((types) => [...new Set(types)].filter(Boolean));

/** The same as a form has them: set apart by commas or semicolons. */
const typeList = z
  .string()
  .transform((text) => text.split(/[,;]+/))
  .pipe(typeCodes);

const contact = { types: typeList, preferred: z.boolean() };

/** What an account may have several of, each as a form sends it. */
export const userPartFields = {
  address: {
    address: filled(words(userLimits.address), "Enter an address."),
    ...contact,
  },
  email: {
    email: filled(plain(userLimits.identifier), "Enter an e-mail address.").refine(
      (text) => /^\S+@\S+$/.test(text),
      "Enter an e-mail address, such as name@example.org.",
    ),
    ...contact,
  },
  phone: { phone: filled(plain(userLimits.identifier), "Enter a phone number."), ...contact },
  identifier: {
    type: requiredCode("Enter a type, such as BARCODE."),
    value: requiredIdentifier("Enter the identifier."),
    active: z.boolean(),
  },
  note: {
    text: filled(words(userLimits.note), "Enter the note."),
    type: optionalCode,
    userViewable: z.boolean(),
    popup: z.boolean(),
  },
  block: {
    code: requiredCode("Enter the block."),
    type: optionalCode,
    active: z.boolean(),
    note: orNothing(words(userLimits.note)),
  },
} as const;

export const userPartKinds = ["address", "email", "phone", "identifier", "note", "block"] as const;
export type UserPartKind = (typeof userPartKinds)[number];
/** Of several kinds, those of any one of them. */
export type UserPartValues<Kind extends UserPartKind> = Kind extends UserPartKind
  ? z.output<z.ZodObject<(typeof userPartFields)[Kind]>>
  : never;
