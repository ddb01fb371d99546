import { z } from "zod";
import { issueSentences } from "#lib/issue-sentences.ts";
import { isBytes, type BodyOf, type Bytes } from "./description.ts";
import { readBytes, readJson, Unreadable } from "./request-body.ts";

/** What was sent, by its schema; else 400 with a sentence for each fault. `whole` is what was read. */
export function parsed<Schema extends z.ZodType>(
  schema: Schema,
  sent: unknown,
  whole: string,
): z.output<Schema> {
  const result = schema.safeParse(sent);
  if (result.success) return result.data;
  const known = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  throw new Unreadable(issueSentences(result.error, known, whole).join(" "));
}

/** What the address holds after its question mark; a repeated name is a list. */
export function parsedQuery(schema: z.ZodObject, address: string): unknown {
  const { searchParams } = new URL(address);
  const sent = [...new Set(searchParams.keys())].map((name) => {
    const values = searchParams.getAll(name);
    return [name, values.length > 1 ? values : values[0]];
  });
  return parsed(schema.strict(), Object.fromEntries(sent), "The address");
}

/** Those of the headers that are described. */
export function parsedHeaders(schema: z.ZodObject, headers: Headers): unknown {
  const sent = Object.keys(schema.shape).flatMap((name) => {
    const value = headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  return parsed(schema, Object.fromEntries(sent), "The headers");
}

export async function parsedBody<Body extends z.ZodType | Bytes>(
  body: Body | undefined,
  request: Request,
): Promise<BodyOf<Body>> {
  if (body === undefined) return undefined as BodyOf<Body>;
  if (isBytes(body)) return (await readBytes(request, body.maxBytes)) as BodyOf<Body>;
  return parsed(body, await readJson(request), "The body") as BodyOf<Body>;
}
