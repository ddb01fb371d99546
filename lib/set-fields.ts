import { z } from "zod";
import { formatCount, formatCountOf } from "./format.ts";

export const setNameLimits = { name: 200, text: 2_000 };

const text = z
  .string()
  .trim()
  .max(setNameLimits.text, `Write at most ${formatCount(setNameLimits.text)} characters.`)
  .refine((written) => !written.includes("\0"), "The text holds a character that no text has.");

/** What staff write about a set. Names are unique, whatever their case. */
export const setFields = {
  name: z
    .string("Give the set a name.")
    .trim()
    .min(1, "Give the set a name.")
    .max(setNameLimits.name, `A name has at most ${setNameLimits.name} characters.`)
    .refine((written) => !written.includes("\0"), "The name holds a character that no text has."),
  description: text.default(""),
  note: text.default(""),
  private: z.boolean().default(true),
};
export const setTextsSchema = z.object(setFields);
export type SetTexts = z.output<typeof setTextsSchema>;

export const combinations = ["and", "or", "not"] as const;
export type Combination = (typeof combinations)[number];

export const combinationNames: Record<Combination, string> = {
  and: "And: users in both sets",
  or: "Or: users in either set",
  not: "Not: users in the first set who are not in the second",
};

export interface UploadCounts {
  added: number;
  alreadyMembers: number;
  notFound: number;
  duplicates: number;
}

/** What became of a list of IDs. */
export const uploadSentence = ({ added, alreadyMembers, notFound, duplicates }: UploadCounts) =>
  [
    `${formatCountOf(added, "user was", "users were")} added`,
    `${formatCount(alreadyMembers)} already ${alreadyMembers === 1 ? "was a member" : "were members"}`,
    `${formatCountOf(notFound, "ID was", "IDs were")} not found`,
    `${formatCountOf(duplicates, "line was a duplicate", "lines were duplicates")} in the list.`,
  ].join(", ");
