import { z } from "zod";
import { accountTypes, recordTypes, userStatuses } from "./user-fields.ts";
import {
  optionalCode,
  optionalName,
  requiredDay,
  requiredIdentifier,
  typeCodes,
  userLimits,
  userPartFields,
  userPartKinds,
} from "./user-parts.ts";

/* What scripts change of an account, by the API and the command line: the fields of the screens' forms, as JSON has them. */

/** A purge alone deletes. */
export const livingStatuses = userStatuses.filter((status) => status !== "deleted");

const wasRead = "version is the text that was read.";
export const userVersion = z.string(wasRead).regex(/^\d{1,10}$/, wasRead);

const name = optionalName.nullable();
const code = optionalCode.nullable();
const day = requiredDay.nullable();

/** What User Details > General edits; null is nothing, and what is left out stays. */
export const generalChanges = z
  .object({
    primaryId: requiredIdentifier("Enter a primary ID."),
    firstName: name,
    middleName: name,
    lastName: name,
    title: name,
    status: z.enum(livingStatuses).describe("A purge alone deletes."),
    recordType: z.enum(recordTypes),
    accountType: z.enum(accountTypes),
    userGroup: code.describe("The code of a user group."),
    jobCategory: code,
    campus: code,
    preferredLanguage: code,
    birthDate: day,
    gender: code,
    expiryDate: day,
    purgeDate: day,
  })
  .partial().shape;

const kinds = `kind is one of ${userPartKinds.join(", ")}.`;
const { address, email, phone, identifier, note, block } = userPartFields;

/** An address, e-mail, phone, identifier, note or block by its kind, and `more` that names it. */
export const partWith = <More extends z.ZodRawShape>(more: More) =>
  z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("address"), ...address, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("email"), ...email, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("phone"), ...phone, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("identifier"), ...identifier, ...more }),
      z.strictObject({ kind: z.literal("note"), ...note, type: code, ...more }),
      z.strictObject({
        kind: z.literal("block"),
        ...block,
        type: code,
        note: block.note.nullable(),
        ...more,
      }),
    ],
    kinds,
  );

export const partBody = partWith({});
export const partKind = z.enum(userPartKinds, kinds);

/** A code that an account has, as it stands there. */
const LONGEST_CODE = 2 * userLimits.code + 1;
export const storedCode = z
  .string()
  .min(1, "A code cannot be empty.")
  .max(LONGEST_CODE, `A code has at most ${LONGEST_CODE} characters.`)
  .refine((one) => !one.includes("\0"), "A code holds a character that no text has.");
