import { z } from "zod";
import { combinations, setFields } from "#lib/set-fields.ts";
import { pasted } from "#lib/code-list.ts";
import { checkQuery, userIds } from "../users/schema.ts";
import { rowNumber } from "#lib/row-number.ts";
import { formatCount } from "#lib/format.ts";

const setId = rowNumber();
const key = { id: setId, version: z.coerce.number().int() };

export const setScopes = ["mine", "public", "all"] as const;
export const setListSearch = z.object({
  scope: z.enum(setScopes).catch("mine"),
  after: setId.optional().catch(undefined),
});
export const setsPerPage = 50;

export const setParameter = setId;
export const uploadParameter = z.uuid();

/** `search` is the id of a search that is kept: its query, or the users it finds. */
export const addSetForm = z.object({
  ...setFields,
  private: z.boolean(),
  kind: z.enum(["itemized", "logical"]),
  search: z.uuid().optional(),
});
export const setTextsForm = z.object({ ...key, ...setFields, private: z.boolean() });
export const setQueryForm = z.object({ ...key, query: z.string() }).superRefine(checkQuery);
export const setVerbForm = z.object({
  ...key,
  verb: z.enum(["duplicate", "itemize", "delete"]),
});
export const removeForm = z.object({ id: setId, users: userIds });
export const combineForm = z.object({
  ...setFields,
  private: z.boolean(),
  first: z.coerce.number().int().positive("Choose a set."),
  combination: z.enum(combinations),
  second: z.coerce.number().int().positive("Choose a set."),
});

/** Sets among which a form lets somebody choose. */
export const setsOffered = 1_000;

/** IDs that are written by hand; more come as a file. */
export const MOST_PASTED = 1_000;
export const tooManyIds = `Enter at most ${formatCount(MOST_PASTED)} IDs here, or send them as a file.`;

export const byHandForm = z.object({
  id: setId,
  ids: z
    .string()
    .refine((text) => !text.includes("\0"), "The list holds a character that no text has.")
    .refine((text) => pasted(text).length > 0, "Enter at least one primary ID.")
    .refine((text) => pasted(text).length <= MOST_PASTED, tooManyIds),
});

/** A line each, or set apart by comma, semicolon or tab; repeats count. */
export const sentIds = (text: string) =>
  listedIds(
    text
      .split(/[\n\r,;\t]+/)
      .map((value) => value.trim())
      .filter(Boolean),
  );

export const listedIds = (values: readonly string[]) =>
  values.map((value, index) => ({ line: index + 1, value, isNumber: false }));
