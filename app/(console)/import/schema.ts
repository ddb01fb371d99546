import { z } from "zod";
import { takenFormats } from "#imports/formats.ts";
import { formatBytes } from "#lib/format.ts";
import { importLimits } from "#lib/import-limits.ts";

export const defaultSource = "alma";

const { files, fileBytes, nameCharacters } = importLimits;

/** A name alone, as a browser gives it: no path leads anywhere, and no character hides. */
const fileName = z
  .string("A file has a name.")
  .max(nameCharacters, `A file's name has at most ${nameCharacters} characters.`)
  .regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u, "A file's name has no slash and no control character.");

const whole = z.int("A size is a whole number of bytes.");

const fileToSend = z.strictObject({
  name: fileName,
  /** Where the name does not tell. */
  format: z.enum(takenFormats, `A format is one of ${takenFormats.join(", ")}.`).optional(),
  size: whole
    .min(1, "The file is empty.")
    .max(fileBytes, `A file has at most ${formatBytes(fileBytes)}.`),
  /** When it was last changed, in milliseconds: tells a resumed upload that it is the same file. */
  modified: z.int().nonnegative().optional(),
});

/** What POST /api/imports takes. */
export const openRequest = z.strictObject({
  source: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,50}$/, "A source is named by up to 50 letters, digits, dots and hyphens.")
    .default(defaultSource),
  files: z
    .array(fileToSend)
    .min(1, "Name a file to import.")
    .max(files, `One import takes ${files} files at most.`),
});
export type OpenRequest = z.input<typeof openRequest>;

export const importId = z.uuid("An import is named by its id.");

/** Where a piece goes: PUT /api/imports/{id}/files/{number}?offset= */
export const importParams = z.strictObject({ id: importId });
export const pieceParams = z.strictObject({
  id: importId,
  number: z.coerce.number("A file is named by its number.").int().nonnegative(),
});
export const pieceQuery = z.strictObject({
  offset: z.coerce.number("offset is a whole number of bytes.").int().nonnegative(),
});

/** What POST /api/imports/{id}/start takes. */
export const startRequest = z.strictObject({
  dryRun: z.boolean("Say dryRun, true or false."),
  replaceDemo: z.boolean().default(false),
});

/** What the buttons of an import's page send. */
export const steerForm = z.object({ id: importId });
export const startForm = z.object({ id: importId, dryRun: z.boolean(), replaceDemo: z.boolean() });
