import { z } from "zod";
import { MOST_PASTED, tooManyIds } from "#app/(console)/sets/schema.ts";
import { ownedByPeople } from "#db/queries/set-changes.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Caller } from "#lib/server/caller.ts";
import { combinations, setFields } from "#lib/set-fields.ts";
import { userQuerySchema } from "#lib/user-query.ts";
import { userSearchSchema } from "#lib/user-search.ts";
import { requiredIdentifier } from "#lib/user-parts.ts";
import { version } from "../schema.ts";
import { LARGEST_NUMBER, rowNumber } from "#lib/row-number.ts";
import { formatCount } from "#lib/format.ts";

const named = "A set is named by its number.";
const unknown = "There is no such set.";
export const setId = rowNumber(named, unknown);
const setNumber = z.int(named).positive(named).max(LARGEST_NUMBER, unknown);

export const setParams = z.strictObject({ id: setId });
export const uploadParams = z.strictObject({
  id: setId,
  upload: z.uuid("There is no such upload."),
});

export const upload = z.object({
  id: z.uuid().describe("Of the upload: what was not found is kept under it for a week."),
  setId: z.int(),
  added: z.int(),
  alreadyMembers: z.int(),
  notFound: z.int(),
  duplicates: z.int().describe("IDs that stand further up in the list."),
});

export const set = z.object({
  id: z.int(),
  version: z.int(),
  name: z.string(),
  description: z.string(),
  note: z.string(),
  private: z.boolean(),
  kind: z.enum(["itemized", "logical"]),
  query: userQuerySchema.nullable().describe("Of a logical set."),
  owner: z.string().nullable().describe("Null where a script or the command line made it."),
  isMine: z.boolean(),
  mayChange: z.boolean(),
  createdOn: z.string().describe("YYYY-MM-DD"),
});
export const written = z.object({ id: z.int(), version: z.int() });

const isPrivate = z
  .boolean()
  .optional()
  .describe("Left out: of a person private, of a key public. A key has no private sets.");

/** Primary IDs, as they are pasted on the screen. */
export const ids = z
  .array(requiredIdentifier("An ID cannot be empty."), "ids is a list of primary IDs.")
  .min(1, "Enter at least one primary ID.")
  .max(MOST_PASTED, tooManyIds);

export const setBody = z
  .strictObject({
    ...setFields,
    private: isPrivate,
    kind: z.enum(["itemized", "logical"]).default("itemized"),
    search: userSearchSchema
      .optional()
      .describe("Whom it finds now are the members; of a logical set, its query is the set's."),
    ids: ids.optional().describe("Primary IDs of the members of an itemized set."),
  })
  .refine(({ search, ids: list }) => search === undefined || list === undefined, {
    error: "Members come from a search or from a list: give one of the two.",
    path: ["ids"],
  })
  .refine(
    ({ kind, search, ids: list }) =>
      kind === "itemized" || (!list && search?.query !== undefined && search.text === undefined),
    {
      error: "A logical set is made of a query: search has a query and no text.",
      path: ["search"],
    },
  );

export const combinationBody = z.strictObject({
  ...setFields,
  private: isPrivate,
  first: setNumber,
  combination: z.enum(combinations, `A combination is ${combinations.join(", ")}.`),
  second: setNumber,
});

export const textsBody = z.strictObject({
  version,
  name: setFields.name,
  description: setFields.description.unwrap(),
  note: setFields.note.unwrap(),
  private: setFields.private.unwrap(),
});
export const versionBody = z.strictObject({ version });
export const queryBody = z.strictObject({ version, query: userQuerySchema });

/** Internal IDs. */
export const users = z
  .array(
    z.int("A user is named by the internal ID.").positive("A user is named by the internal ID."),
    "users is a list of internal IDs.",
  )
  .min(1, "Name at least one user.")
  .max(MOST_PASTED, `Name at most ${formatCount(MOST_PASTED)} users.`);

/** A private set is a person's. */
export function privacyOf({ staffId }: Caller, asked: boolean | undefined): boolean {
  if (staffId !== null) return asked ?? true;
  if (asked) throw new Refusal(ownedByPeople);
  return false;
}

export const exampleSet = 7;
export const exampleUpload = "7d9f3a52-0f7e-4b1a-9a55-6a1f0c8e2b11";
export const exampleQuery = {
  version: 1,
  match: "all",
  conditions: [{ field: "expiryDate", operator: "moreThanDaysAgo", value: 365 }],
} as const;
