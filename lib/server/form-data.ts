import { z } from "zod";

/**
 * A form as the object its schema expects. Arrays take every value of their name, a checkbox whose
 * schema is a boolean is true when it is there; what is repeated without being an array, or has no
 * place in the schema, is left for the schema to refuse.
 */
export function formToObject(schema: z.ZodObject, form: FormData): Record<string, unknown> {
  const names = [...new Set(form.keys())].filter((name) => !name.startsWith("$ACTION"));
  const sent = names.map((name): [string, unknown] => {
    const kind = kindOf(schema.shape[name]);
    const values = form.getAll(name);
    if (kind === "array" || values.length > 1) return [name, values];
    return [name, kind === "boolean" ? checkbox(values[0]) : values[0]];
  });
  const unsent = Object.keys(schema.shape)
    .filter((name) => !names.includes(name))
    .flatMap((name): [string, unknown][] => {
      const kind = kindOf(schema.shape[name]);
      if (kind === "array") return [[name, []]];
      return kind === "boolean" ? [[name, false]] : [];
    });
  return Object.fromEntries([...sent, ...unsent]);
}

function kindOf(field: z.core.$ZodType | undefined): "array" | "boolean" | "other" {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault)
    return kindOf(field.unwrap());
  if (field instanceof z.ZodNullable) return kindOf(field.unwrap());
  if (field instanceof z.ZodPipe) return kindOf(field.in);
  if (field instanceof z.ZodArray) return "array";
  return field instanceof z.ZodBoolean ? "boolean" : "other";
}

const checkbox = (value: unknown) =>
  value === "on" || value === "true" ? true : value === "false" ? false : value;
