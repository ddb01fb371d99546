import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Tx } from "#db/client.ts";
import { Busy, NotFound, Refusal } from "#lib/refusal.ts";
import { saveAs, type Written } from "./action.ts";
import { admit, type Caller } from "./caller.ts";
import {
  nothing,
  type AnyDescription,
  type BodyOf,
  type Bytes,
  type Description,
  type Nothing,
} from "./description.ts";
import { KEY_LOCK_SECONDS } from "./key-attempts.ts";
import { logError } from "./log.ts";
import { parsed, parsedBody, parsedHeaders, parsedQuery } from "./parse.ts";
import { TooLarge, Unreadable } from "./request-body.ts";
import { toldByDatabase } from "./unavailable.ts";

type Shape = z.ZodObject;

/** What a handler works with, parsed by its description. */
export interface Asked<
  Params extends Shape,
  Query extends Shape,
  Sent extends Shape,
  Body extends z.ZodType | Bytes,
> {
  caller: Caller;
  params: z.output<Params>;
  query: z.output<Query>;
  headers: z.output<Sent>;
  body: BodyOf<Body>;
  /** Of the answer, such as Location. */
  answerHeaders: Headers;
  /** Aborted when whoever asked has left. */
  signal: AbortSignal;
  /** A write and its audit row: both are there, or neither. */
  save<W extends Written>(write: (tx: Tx) => Promise<W>): Promise<W>;
}

export interface Handler {
  (
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response>;
  description: AnyDescription;
}

/**
 * The one door for requests that are not forms: session or key, permission, strict parse, work, and an
 * answer that holds what is described and nothing else. A Refusal becomes 409, what is not there 404,
 * what does not parse 400, a body too large 413, a database that is away or held by something large 503.
 */
export function handler<
  Answer extends z.ZodType = z.ZodNever,
  Params extends Shape = Nothing,
  Query extends Shape = Nothing,
  Sent extends Shape = Nothing,
  Body extends z.ZodType | Bytes = z.ZodUndefined,
>(
  description: Description<Params, Query, Sent, Body, Answer>,
  work: (asked: Asked<Params, Query, Sent, Body>) => Promise<z.input<Answer> | Response>,
): Handler {
  const answer = async (request: Request, { params }: Parameters<Handler>[1]) => {
    try {
      const { permission, permissionBy, alsoPermission } = description;
      const caller = await admit(request, permission, Object.values(permissionBy?.among ?? {}));
      if ("sentence" in caller) return refuse(caller.status, caller.sentence);
      const asked = await parts(description, request, await params);
      const needed = permissionBy ? await permissionBy.of(asked) : permission;
      const lacking = [needed, alsoPermission ?? needed].find((one) => !caller.holds(one));
      if (lacking) {
        const { status, sentence } = caller.refusal(lacking);
        return refuse(status, sentence);
      }
      const answerHeaders = new Headers();
      const worked = await work({
        ...asked,
        caller,
        answerHeaders,
        signal: request.signal,
        save: (write) => saveAs(caller.actor, write),
      });
      return withoutStore(
        worked instanceof Response ? worked : toJson(description, worked, answerHeaders),
      );
    } catch (error) {
      return answerTo(error, { reads: request.method === "GET" });
    }
  };
  return Object.assign(answer, { description });
}

/** For what everybody may know, signed in or not. `work` answers with a status of its own. */
export const openHandler = (
  description: Pick<AnyDescription, "summary" | "details" | "answer">,
  work: () => Promise<{ status: number; body: unknown }>,
): Handler =>
  Object.assign(
    async () => {
      const { status, body } = await work();
      return withoutStore(Response.json(body, { status }));
    },
    { description: { ...description, permission: "anyone" as const } },
  );

async function parts<
  Params extends Shape,
  Query extends Shape,
  Sent extends Shape,
  Body extends z.ZodType | Bytes,
>(
  { params, query, headers, body }: Description<Params, Query, Sent, Body, z.ZodType>,
  request: Request,
  inAddress: unknown,
) {
  return {
    // Next gives none where the path has none.
    params: parsed(params ?? nothing, inAddress ?? {}, "The address") as z.output<Params>,
    query: parsedQuery(query ?? nothing, request.url) as z.output<Query>,
    headers: parsedHeaders(headers ?? nothing, request.headers) as z.output<Sent>,
    body: await parsedBody(body, request),
  };
}

/** What does not fit its own description is a bug. */
function toJson({ answer, status }: AnyDescription, worked: unknown, headers: Headers): Response {
  const body: unknown = answer?.parse(worked);
  return Response.json(body, { status: status ?? 200, headers });
}

function answerTo(error: unknown, { reads }: { reads: boolean }): Response {
  if (error instanceof NotFound) return refuse(404, error.message);
  if (error instanceof Unreadable) return refuse(400, error.message);
  if (error instanceof TooLarge) return refuse(413, error.message);
  if (error instanceof Busy) return refuse(503, error.message);
  if (error instanceof Refusal) return refuse(409, error.message);
  const told = toldByDatabase(error, { reads });
  if (told) return refuse(told.status, told.sentence);
  const id = randomUUID();
  logError("request failed", error, { id });
  return refuse(500, `Something went wrong in Lethe. Its log tells more under ${id}.`);
}

function refuse(status: number, error: string): Response {
  const response = withoutStore(Response.json({ error }, { status }));
  if (status === 401) response.headers.set("WWW-Authenticate", "Bearer");
  if (status === 429) response.headers.set("Retry-After", String(KEY_LOCK_SECONDS));
  return response;
}

function withoutStore(response: Response): Response {
  response.headers.set("Cache-Control", "no-store");
  return response;
}
