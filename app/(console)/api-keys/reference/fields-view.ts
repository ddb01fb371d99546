import type { JsonSchema } from "#lib/server/api-document.ts";

export interface FieldRow {
  /** `rules[].name` */
  place: string;
  type: string;
  isRequired: boolean;
  description: string;
}

/** What an object holds, at any depth, a row for each. */
export function fieldRows(schema: JsonSchema, within = ""): FieldRow[] {
  const shapes = choicesOf(schema);
  if (within === "" && shapes.length > 1) return shapeRows(shapes, "one of");
  const { required = [], properties = {} } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    if (typeof field === "boolean") return [];
    const place = `${within}${name}`;
    const row = {
      place,
      type: typeText(field),
      isRequired: required.includes(name),
      description: field.description ?? "",
    };
    return [row, ...rowsWithin(field, place)];
  });
}

function rowsWithin(schema: JsonSchema, place: string): FieldRow[] {
  const { items } = schema;
  if (isSchema(items)) return rowsWithin(items, `${place}[]`);
  const shapes = choicesOf(schema);
  if (shapes.length < 2) return shapes.flatMap((shape) => fieldRows(shape, `${place}.`));
  return shapeRows(shapes, place);
}

const shapeRows = (shapes: JsonSchema[], place: string): FieldRow[] =>
  shapes.map((shape) => ({ place, type: signature(shape), isRequired: false, description: "" }));

/** A type in words: "list of text", "whole number or null". */
export function typeText(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" or ");
  if (isSchema(schema.items)) return `list of ${typeText(schema.items)}`;
  const choices = choicesOf(schema);
  if (choices.length > 1) return "one of the shapes below";
  const [only] = choices;
  if (only && only !== schema) {
    return [typeText(only), ...(isNullable(schema) ? ["null"] : [])].join(" or ");
  }
  return plainText(schema);
}

const words: Record<string, string> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "object",
  null: "null",
};

function plainText({ type = [], format, minimum, maximum }: JsonSchema): string {
  if (format === "date") return "day, YYYY-MM-DD";
  const text =
    [type]
      .flat()
      .map((one) => words[one] ?? one)
      .join(" or ") || "anything";
  return minimum !== undefined && maximum !== undefined
    ? `${text}, ${minimum} to ${maximum}`
    : text;
}

/** `{ every: "day", at: text }` */
function signature({ properties = {}, required = [] }: JsonSchema): string {
  const parts = Object.entries(properties).map(
    ([name, field]) =>
      `${name}${required.includes(name) ? "" : "?"}: ${isSchema(field) ? typeText(field) : ""}`,
  );
  return `{ ${parts.join(", ")} }`;
}

/** The shapes that a schema can take, but for null. */
function choicesOf(schema: JsonSchema): JsonSchema[] {
  const choices = (schema.anyOf ?? schema.oneOf ?? []).filter(isSchema);
  return choices.length === 0 ? [schema] : choices.filter(({ type }) => type !== "null");
}

const isNullable = (schema: JsonSchema) =>
  (schema.anyOf ?? schema.oneOf ?? []).filter(isSchema).some(({ type }) => type === "null");

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === "object" && value !== null && !Array.isArray(value);
