import { z } from "zod";
import { partKind, partWith, userVersion, type partBody } from "#lib/user-changes.ts";
import { userParams } from "../schema.ts";

export const changedPartBody = partWith({ version: userVersion });

const key = z.coerce
  .number("A part is named by its id.")
  .int("A part is named by its id.")
  .positive("A part is named by its id.")
  .max(Number.MAX_SAFE_INTEGER, "There is no such part.");
export const partParams = userParams.extend({ part: key });
export const partQuery = z.strictObject({
  kind: partKind,
  version: userVersion,
});

export const examplePart = { id: 1, part: 12 };
export const exampleEmail: z.input<typeof partBody> & { kind: "email" } = {
  kind: "email",
  email: "reader@example.org",
  types: ["personal"],
  preferred: true,
};
