import { staffRoleNames } from "./permissions.ts";

const roleNames: Partial<Record<string, string>> = staffRoleNames;

/** `anonymization.changeRules` as people read it: "Anonymization: change rules". */
export function actionWords(action: string): string {
  const [noun = "", verb] = action.split(".").map(spaced);
  const subject = noun.charAt(0).toUpperCase() + noun.slice(1);
  return verb === undefined ? subject : `${subject}: ${verb}`;
}

const spaced = (name: string) =>
  name
    .replaceAll("-", " ")
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .toLowerCase();

/** What differs between two states, a line per field; a state that is no object is its own line. */
export function changeLines(before: unknown, after: unknown): string[] {
  if (!isObject(before ?? {}) || !isObject(after ?? {})) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [arrow(before, after)];
  }
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]))
    .map((field) => `${spaced(field)}: ${arrow(old[field], now[field])}`);
}

const arrow = (before: unknown, after: unknown) =>
  isNothing(before) ? valueWords(after) : `${valueWords(before)} → ${valueWords(after)}`;

function valueWords(value: unknown): string {
  if (isNothing(value)) return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((item) => !isObject(item))) {
    return value.length === 0 ? "none" : value.map(valueWords).join(", ");
  }
  if (typeof value === "string") return roleNames[value] ?? value;
  return JSON.stringify(value);
}

const isNothing = (value: unknown) => value === null || value === undefined || value === "";
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown) => (isObject(value) ? value : {});
