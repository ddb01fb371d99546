import { nameIn, type Names } from "./code-names.ts";
import { formatDay } from "./format.ts";
import { accountTypeNames, userStatusNames } from "./user-fields.ts";
import {
  updateFields,
  updateNames,
  updateParts,
  type UpdateChanges,
  type UpdateField,
} from "./update-fields.ts";

/** A value of a field as people read it; `groups` are the names of user groups. */
export function updateValue(
  field: UpdateField,
  value: string | null,
  groups: Names = new Map(),
): string {
  if (value === null) return "empty";
  if (field === "expiryDate" || field === "purgeDate") return formatDay(value);
  if (field === "status") return wordFor(userStatusNames, value);
  if (field === "userGroup") return nameIn(groups, value);
  return field === "accountType" ? wordFor(accountTypeNames, value) : value;
}

const wordFor = (words: Partial<Record<string, string>>, value: string) => words[value] ?? value;

/** What is done, a sentence each: "Purge date becomes 31 Mar 2026, only if it is empty". Holds no text that staff wrote. */
export function updateSentences(changes: UpdateChanges, groups: Names = new Map()): string[] {
  return [
    ...updateFields.flatMap((field) => {
      const change = changes[field];
      return change ? [fieldSentence(field, change, groups)] : [];
    }),
    ...updateParts.flatMap((part) => {
      const said = partWords(part, changes);
      return said === null ? [] : [`${updateNames[part]}: ${said}`];
    }),
    ...(changes.notify
      ? [
          changes.notify.to === "everybody"
            ? "Every member gets a notification"
            : "Whoever is changed gets a notification",
        ]
      : []),
  ];
}

interface FieldChange {
  to: string | null;
  onlyIf: "always" | "empty" | { is: string };
}

function fieldSentence(field: UpdateField, { to, onlyIf }: FieldChange, groups: Names): string {
  const name = updateNames[field];
  const said = (value: string) => updateValue(field, value, groups);
  const what = to === null ? `${name} is removed` : `${name} becomes ${said(to)}`;
  if (onlyIf === "always") return what;
  return `${what}, only if it is ${onlyIf === "empty" ? "empty" : said(onlyIf.is)}`;
}

function partWords(part: (typeof updateParts)[number], changes: UpdateChanges): string | null {
  switch (part) {
    case "addBlock":
    case "removeBlock":
      return changes[part]?.code ?? null;
    case "addNote":
    case "removeNotes":
      return changes[part] ? (changes[part].type ?? "without a type") : null;
    case "addCategory":
    case "removeCategory":
      return changes[part]?.category ?? null;
  }
}
