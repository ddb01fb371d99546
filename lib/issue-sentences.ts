import type { z } from "zod";
import { suggestion } from "./nearest.ts";

/** Sentences on what does not fit a schema, each with its place. `whole` is what was read: "The file". */
export function issueSentences(error: z.ZodError, schema: Node, whole: string): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== "unrecognized_keys") {
      return `${placeText(issue.path) || whole}: ${plainMessage(issue.message)}`;
    }
    const known = keysAt(schema, issue.path);
    return issue.keys.map(
      (key) =>
        `${placeText([...issue.path, key])}: there is no such key.${suggestion(
          key,
          known.filter((other) => other !== key),
        )}`,
    );
  });
}

const placeText = (path: readonly PropertyKey[]) =>
  path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");

const plainMessage = (message: string) =>
  /^Invalid input: expected \w+, received undefined$/.test(message)
    ? "this is missing."
    : message.replace(/^Invalid input: expected (\w+), received (\w+)$/, "this is $2, not $1.");

type Node = z.core.JSONSchema.BaseSchema;

/** The keys that may stand at a place. */
function keysAt(node: Node, [step, ...rest]: readonly PropertyKey[]): string[] {
  const choices = [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])].filter(isNode);
  const found = choices.flatMap((choice) => {
    if (step === undefined) return Object.keys(choice.properties ?? {});
    const next = typeof step === "number" ? choice.items : choice.properties?.[String(step)];
    return isNode(next) ? keysAt(next, rest) : [];
  });
  return [...new Set(found)];
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
