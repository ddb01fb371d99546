import { randomUUID } from "node:crypto";
import { ZodError } from "zod";
import { permits, type Permission } from "#lib/permissions.ts";
import { Refusal } from "#lib/refusal.ts";
import { notAllowed } from "./action.ts";
import { log, logError } from "./log.ts";
import { foreignRequest, isFromOwnPage } from "./origin.ts";
import { staffOf, type Staff } from "./session.ts";
import { contended, isContended, isUnavailable, unavailable } from "./unavailable.ts";

type Params = Record<string, string | string[]>;

/**
 * The one door for requests that are not forms. `answer` parses what it was sent with a strict schema
 * and answers; a Refusal becomes 409, what does not parse 400, a database that is away 503.
 */
export const handler =
  <P extends Params = Params>(
    permission: Permission,
    answer: (request: Request, staff: Staff, params: P) => Promise<Response>,
  ) =>
  async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    try {
      const staff = await admit(permission, request);
      if (staff instanceof Response) return staff;
      return withoutStore(await answer(request, staff, await context.params));
    } catch (error) {
      return answerTo(error);
    }
  };

async function admit(permission: Permission, request: Request): Promise<Staff | Response> {
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && !isFromOwnPage(request.headers)) {
    log.warn({ permission }, "request refused: not from an own page");
    return refuse(403, foreignRequest);
  }
  const staff = await staffOf(request.headers, { isActivity: !reads });
  if (!staff) return refuse(401, "You are signed out. Sign in again.");
  if (permits(staff.roles, permission)) return staff;
  log.warn({ staff: staff.id, permission }, "request refused");
  return refuse(403, notAllowed);
}

function answerTo(error: unknown): Response {
  if (error instanceof Refusal) return refuse(409, error.message);
  if (error instanceof ZodError) return refuse(400, sentenceOf(error));
  if (error instanceof SyntaxError) return refuse(400, "The request is not valid JSON.");
  if (isUnavailable(error)) return refuse(503, unavailable);
  if (isContended(error)) return refuse(409, contended);
  const id = randomUUID();
  logError("request failed", error, { id });
  return refuse(500, `Something went wrong in Lethe. Its log tells more under ${id}.`);
}

const sentenceOf = (error: ZodError) =>
  error.issues
    .map((issue) =>
      issue.path.length ? `${issue.path.join(".")}: ${issue.message}` : issue.message,
    )
    .join(" ");

const refuse = (status: number, error: string) =>
  withoutStore(Response.json({ error }, { status }));

function withoutStore(response: Response): Response {
  response.headers.set("Cache-Control", "no-store");
  return response;
}
