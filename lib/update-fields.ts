import { z } from "zod";
import { accountTypes } from "./user-fields.ts";
import { optionalCode, requiredCode, requiredDay, userLimits, words } from "./user-parts.ts";

/** What Update/Notify Users sets in an account, in the order of the wizard. */
export const updateFields = [
  "status",
  "expiryDate",
  "purgeDate",
  "userGroup",
  "jobCategory",
  "campus",
  "preferredLanguage",
  "accountType",
] as const;
export type UpdateField = (typeof updateFields)[number];
export const isUpdateField = (name: string): name is UpdateField =>
  updateFields.some((field) => field === name);

/** What it adds to an account, or takes from it. */
export const updateParts = [
  "addBlock",
  "removeBlock",
  "addNote",
  "removeNotes",
  "addCategory",
  "removeCategory",
] as const;
export type UpdatePart = (typeof updateParts)[number];
export type UpdateParameter = UpdateField | UpdatePart;

export const updateNames: Record<UpdateParameter | "notify", string> = {
  status: "Status",
  expiryDate: "Expiry date",
  purgeDate: "Purge date",
  userGroup: "User group",
  jobCategory: "Job category",
  campus: "Campus",
  preferredLanguage: "Preferred language",
  accountType: "Account type",
  addBlock: "Add block",
  removeBlock: "Remove block",
  addNote: "Add note",
  removeNotes: "Remove notes",
  addCategory: "Add statistical category",
  removeCategory: "Remove statistical category",
  notify: "Send notification",
};

/** Why a member is left as they are, whatever was asked for. */
export const updateReasons = {
  deleted: "Deleted meanwhile",
  legalHold: "Legal hold, which keeps notes and blocks",
} as const;
export type UpdateReason = keyof typeof updateReasons;

export const updateLimits = { subject: 500, body: 50_000 };

/** A value that is set, whatever stands there, or only in place of a certain one. */
const certain = <Value extends z.ZodType>(to: Value) =>
  z.strictObject({
    to,
    onlyIf: z
      .union(
        [z.literal("always"), z.strictObject({ is: to })],
        'onlyIf is "always", or { "is": the value that has to stand there }.',
      )
      .default("always"),
  });

/** The same of a field that may be empty. */
const possible = <To extends z.ZodType, Is extends z.ZodType>(to: To, is: Is) =>
  z.strictObject({
    to,
    onlyIf: z
      .union(
        [z.enum(["always", "empty"]), z.strictObject({ is })],
        'onlyIf is "always", "empty", or { "is": the value that has to stand there }.',
      )
      .default("always"),
  });
const coded = (sentence: string) => possible(requiredCode(sentence), requiredCode(sentence));
/** Removing a day is said by null, never by an empty text. */
const dated = possible(requiredDay.nullable(), requiredDay);

const text = (longest: number, sentence: string) =>
  words(longest).refine((written) => written !== "", sentence);
const block = requiredCode("Enter the block.");
const category = z
  .string()
  .regex(/^[^:]+:.+$/, "A statistical category is named TYPE:CATEGORY.")
  .max(2 * userLimits.code + 1);

const parameters = {
  status: certain(z.enum(["active", "inactive"], "A status is active or inactive.")),
  expiryDate: dated,
  purgeDate: dated,
  userGroup: coded("Choose a user group."),
  jobCategory: coded("Enter a job category."),
  campus: coded("Enter a campus."),
  preferredLanguage: coded("Enter a language."),
  accountType: certain(z.enum(accountTypes, "An account type is internal or external.")),
  addBlock: z.strictObject({
    code: block,
    type: optionalCode.nullable().default(null),
    note: words(userLimits.note).default(""),
  }),
  removeBlock: z.strictObject({ code: block }),
  addNote: z.strictObject({
    text: text(userLimits.note, "Enter the note."),
    type: optionalCode.nullable().default(null),
    userViewable: z.boolean().default(false),
    popup: z.boolean().default(false),
  }),
  /** Null: notes without a type. */
  removeNotes: z.strictObject({ type: requiredCode("Enter the type of the notes.").nullable() }),
  addCategory: z.strictObject({ category }),
  removeCategory: z.strictObject({ category }),
  notify: z.strictObject({
    to: z.enum(["changed", "everybody"], "A notification goes to changed, or to everybody."),
    subject: text(updateLimits.subject, "Enter the subject."),
    body: text(updateLimits.body, "Enter the text."),
  }),
};

/** What is done to each member; a parameter left out is not touched. */
export const updateChanges = z
  .strictObject(parameters)
  .partial()
  .superRefine((changes, context) => {
    const say = (path: string[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    for (const field of ["expiryDate", "purgeDate"] as const) {
      if (changes[field]?.to === null && changes[field].onlyIf === "empty")
        say([field], "A date that is empty cannot be removed.");
    }
    const both = (one: unknown, other: unknown) => one !== undefined && one === other;
    if (both(changes.addBlock?.code, changes.removeBlock?.code))
      say(["removeBlock"], "The same block is added and removed.");
    if (both(changes.addNote?.type, changes.removeNotes?.type))
      say(["removeNotes"], "A note of the same type is added and removed.");
    if (both(changes.addCategory?.category, changes.removeCategory?.category))
      say(["removeCategory"], "The same category is added and removed.");
    const { notify, ...others } = changes;
    const isBare = Object.values(others).every((change) => change === undefined);
    if (isBare && notify?.to === "changed")
      say(["notify"], "Nothing is changed, so nobody is told: send it to everybody.");
    if (isBare && !notify) say([], "Tick at least one thing to change.");
  });
export type UpdateChanges = z.output<typeof updateChanges>;

/** Whom an update is about and what it does; a screen, a script and the command line say it alike. */
export const updateOptions = z.strictObject({
  set: z.int("A set is named by its number.").positive("A set is named by its number."),
  changes: updateChanges,
});
