import { isBytes } from "#lib/server/description.ts";
import type { Operation } from "#lib/server/operations.ts";
import { apiDocument } from "./document.ts";
import { operations } from "./operations.ts";

export interface Sent {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** Of who hangs up. */
  signal?: AbortSignal;
}

type Params = Record<string, string>;

/** A handler, called as Next calls it. */
export async function call(
  one: Operation,
  headers: Headers,
  sent: Sent = one.description.example ?? {},
) {
  const search = new URLSearchParams(
    Object.entries(sent.query ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => [name, String(each)]),
    ),
  );
  const request = new Request(`http://localhost:3000${one.path}?${search}`, {
    method: one.method,
    headers,
    ...(sent.signal && { signal: sent.signal }),
    ...(one.method !== "GET" && { body: bodyOf(sent.body) }),
  });
  return answered(one, request, asText(sent.params));
}

/** The handler's answer. A status that the document does not tell of is a fault, whatever is tested. */
export async function answered(one: Operation, request: Request, params?: Partial<Params>) {
  const context = { params: Promise.resolve(params) as Promise<Params> };
  const response = await one.handler(request, context);
  const told = apiDocument().paths[one.path]?.[one.method.toLowerCase()]?.responses ?? {};
  if (response.status in told) return response;
  throw new Error(`The document of ${one.method} ${one.path} does not tell of ${response.status}.`);
}

const bodyOf = (body: unknown) =>
  body instanceof Uint8Array
    ? new Uint8Array(body)
    : typeof body === "string"
      ? body
      : JSON.stringify(body ?? {});

/** As Next gives them: undefined where the path has none. */
const asText = (params?: Record<string, unknown>) =>
  params &&
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

/** "PUT /api/schedules/{job}" with what stands in the place of {job}, and the rest. */
export async function ask(name: string, headers: Headers, sent: Sent = {}) {
  const one = operations.find(({ method, path }) => `${method} ${path}` === name);
  if (!one) throw new Error(`There is no ${name}.`);
  const response = await call(one, headers, sent);
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

export const errorOf = async (response: Response) =>
  ((await response.json()) as { error: string }).error;

/** All that ask for a session or a key, each with its name. */
export const closed = operations.filter(({ description }) => description.permission !== "anyone");
export const named = closed.map((one) => [`${one.method} ${one.path}`, one] as const);

/** Those of a JSON body. */
export const withJson = named.filter(
  ([
    ,
    {
      description: { body },
    },
  ]) => body && !isBytes(body),
);
