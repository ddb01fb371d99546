import { createHmac, timingSafeEqual } from "node:crypto";
import { cache } from "react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { parseCookies } from "better-auth/cookies";
import { database } from "#db/client.ts";
import { timeLeft, visit, type Visitor } from "#db/queries/staff-sessions.ts";
import { permits, type Permission } from "#lib/permissions.ts";
import type { SessionTime } from "#lib/session-limits.ts";
import { auth } from "./auth.ts";
import { log, newLogId } from "./log.ts";
import { unlessAway } from "./unless-away.ts";

/** `sessionId` is of this sign-in, and no secret, which its token is. */
export type Staff = Visitor;

/**
 * Who sent these headers, null when nobody is signed in. Roles and whether the account is disabled are
 * read anew each time. `isActivity: false` for what a page asks by itself: it keeps nobody signed in.
 */
export async function staffOf(
  requestHeaders: Headers,
  { isActivity = true } = {},
): Promise<Staff | null> {
  const token = await sessionToken(requestHeaders);
  if (token === undefined) return null;
  const found = await database().transaction("lethe_web", (tx) => visit(tx, token, { isActivity }));
  return found ?? null;
}

/** What the session of these headers has left; null when nobody is signed in. */
export async function timeOf(
  requestHeaders: Headers,
  { isActivity }: { isActivity: boolean },
): Promise<SessionTime | null> {
  const token = await sessionToken(requestHeaders);
  if (token === undefined) return null;
  const left = await database().transaction("lethe_web", async (tx) =>
    (await visit(tx, token, { isActivity })) ? timeLeft(tx, token) : undefined,
  );
  return left ?? null;
}

/** Of better-auth's cookie, as it signs it; better-auth itself would ask the database twice. */
async function sessionToken(requestHeaders: Headers): Promise<string | undefined> {
  const { authCookies, secret } = await auth().$context;
  const cookies = parseCookies(requestHeaders.get("cookie") ?? "");
  const [, token, signature] =
    /^(.+)\.([^.]+)$/.exec(cookies.get(authCookies.sessionToken.name) ?? "") ?? [];
  if (token === undefined || signature === undefined) return undefined;
  const own = createHmac("sha256", secret).update(token).digest();
  const sent = Buffer.from(signature, "base64");
  return sent.length === own.length && timingSafeEqual(sent, own) ? token : undefined;
}

/** Of the request being answered; read once for all that render it. */
export const currentStaff = cache(async (): Promise<Staff | null> => staffOf(await headers()));

/**
 * For pages and layouts: who looks at this, or instead of the page the way to sign in, the sentence
 * that their roles do not allow it, or the sentence that the database is away.
 */
export async function requireStaff(permission: Permission): Promise<Staff> {
  const person = await unlessAway(currentStaff());
  if (!person) {
    const here = (await headers()).get("x-lethe-path") ?? "/";
    return redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  }
  if (!permits(person.roles, permission)) {
    const id = newLogId();
    log.warn({ id, staff: person.id, permission }, "page refused");
    return redirect(`/no-permission?id=${id}`);
  }
  return person;
}
