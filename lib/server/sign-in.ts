import { database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { auth } from "./auth.ts";
import { LOCK_SECONDS } from "./attempts.ts";
import { ownOrigin } from "./origin.ts";
import { staffOf } from "./session.ts";

export const wrongCredentials =
  "This e-mail address and this password do not belong to an account that can sign in.";
export const lockedOut = `Too many tries. Wait up to ${LOCK_SECONDS / 60} minutes, then try again.`;

export type SignIn = { setCookie: string[] } | { message: string };

/**
 * Signs in through better-auth's own door, with its limits: by network there, by account in the
 * hooks of auth.ts. The answer says nothing of whether the account exists.
 */
export async function signIn(
  credentials: { email: string; password: string },
  requestHeaders: Headers,
): Promise<SignIn> {
  const response = await auth().handler(authRequest("/sign-in/email", credentials, requestHeaders));
  if (response.ok) return { setCookie: response.headers.getSetCookie() };
  if (response.status === 429) return { message: lockedOut };
  if (response.status < 500) return { message: wrongCredentials };
  throw new Error(`sign-in answered ${response.status}`);
}

/** Ends the session of these headers. */
export async function signOut(requestHeaders: Headers): Promise<string[]> {
  const person = await staffOf(requestHeaders);
  if (person) await recordSignOut(person.id);
  const response = await auth().handler(authRequest("/sign-out", {}, requestHeaders));
  return response.headers.getSetCookie();
}

const recordSignOut = (id: string) =>
  database().transaction("lethe_web", (tx) =>
    recordChange(tx, id, { action: "staff.signOut", subject: `staff ${id}` }),
  );

function authRequest(path: string, body: object, requestHeaders: Headers): Request {
  const headers = new Headers({ "content-type": "application/json" });
  for (const name of ["host", "origin", "cookie", "user-agent", "x-forwarded-for"]) {
    const value = requestHeaders.get(name);
    if (value !== null) headers.set(name, value);
  }
  const url = `${ownOrigin(requestHeaders)}/api/auth${path}`;
  return new Request(url, { method: "POST", headers, body: JSON.stringify(body) });
}
