import { z } from "zod";
import { optionalCode, typeCodes, userPartFields, userPartKinds } from "#lib/user-parts.ts";
import { userParams, userVersion } from "../schema.ts";

const { address, email, phone, identifier, note, block } = userPartFields;
const kinds = `kind is one of ${userPartKinds.join(", ")}.`;
const type = optionalCode.nullable();

/** The fields of the screens' forms, as JSON has them. */
const bodyWith = <More extends z.ZodRawShape>(more: More) =>
  z.discriminatedUnion(
    "kind",
    [
      z.strictObject({ kind: z.literal("address"), ...address, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("email"), ...email, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("phone"), ...phone, types: typeCodes, ...more }),
      z.strictObject({ kind: z.literal("identifier"), ...identifier, ...more }),
      z.strictObject({ kind: z.literal("note"), ...note, type, ...more }),
      z.strictObject({
        kind: z.literal("block"),
        ...block,
        type,
        note: block.note.nullable(),
        ...more,
      }),
    ],
    kinds,
  );

export const partBody = bodyWith({});
export const changedPartBody = bodyWith({ version: userVersion });

const key = z.coerce
  .number("A part is named by its id.")
  .int("A part is named by its id.")
  .positive("A part is named by its id.")
  .max(Number.MAX_SAFE_INTEGER, "There is no such part.");
export const partParams = userParams.extend({ part: key });
export const partQuery = z.strictObject({
  kind: z.enum(userPartKinds, kinds),
  version: userVersion,
});

export const examplePart = { id: 1, part: 12 };
export const exampleEmail: z.input<typeof partBody> & { kind: "email" } = {
  kind: "email",
  email: "reader@example.org",
  types: ["personal"],
  preferred: true,
};
