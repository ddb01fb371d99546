import type { UserField } from "#lib/user-conditions.ts";
import { fieldNames } from "#lib/user-query-words.ts";
import type { FieldHelp } from "./help.ts";

export const searchHelp = {
  in: { label: "Search in", help: "All looks in each of the places of this list." },
  words: {
    label: "Search for",
    help: "Names by how they begin; numbers and addresses whole. Case does not matter.",
  },
  set: {
    label: "Add the selected users to",
    help: "Itemized sets of your own. Whoever is in it already is in it once.",
  },
} as const;

export const matchHelp = {
  label: "Match",
  help: "All: a user must fit every condition of the group. Any: one of them is enough.",
};

const asked: Record<UserField, string> = {
  recordType: "Public, Staff or Contact.",
  accountType: "Whether the account is kept in the library or comes from elsewhere.",
  status: "Deleted is whom a purge has kept something of.",
  userGroup: "The group that the user has now.",
  jobCategory: "What the person does, as the library sorts it.",
  campus: "Where the person belongs.",
  expiryDate: "Until when the account is valid.",
  purgeDate: "From when a purge may take the user.",
  createdDate: "When the account was made.",
  lastActivity: "Known as a month, so that a day stands for its month.",
  statisticalCategory: "Of several categories one in the list is enough.",
  block: "By its code, active or not.",
  hasOpenLoans: "Whether something that the user has borrowed is not returned.",
  feesOwed: "What is still owed of all fees together.",
  identifierType: "Whether the user has an identifier of the type, such as BARCODE.",
  noteText: "Whether the words stand anywhere in one of the notes. Case does not matter.",
};

/** The fields of a query, each with what it asks. */
export const queryFieldHelp = Object.fromEntries(
  Object.entries(asked).map(([name, help]) => [
    name,
    { label: fieldNames[name as UserField], help },
  ]),
) as Record<UserField, FieldHelp>;
