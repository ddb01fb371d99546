import { betterAuth } from "better-auth/minimal";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { eq } from "drizzle-orm";
import { database } from "#db/client.ts";
import { recordChange } from "#db/queries/audit.ts";
import { staff } from "#db/schema/index.ts";
import { passwordCharacters } from "#lib/password-characters.ts";
import {
  admitAttempt,
  forgetAttempts,
  LOCK_SECONDS,
  recordFailure,
  requestLimits,
} from "./attempts.ts";
import { authAdapter } from "./auth-adapter.ts";
import { log, logError } from "./log.ts";
import { isServedOverHttps, ownOrigin } from "./origin.ts";
import { authSecret } from "./secret.ts";

const ABSOLUTE_SESSION_SECONDS = 12 * 3600;
const SIGN_IN = "/sign-in/email";
export const NETWORK_TRIES_A_MINUTE = 30;

/** Sign-in and sessions. Made at first need: a build has neither a database nor a secret. */
export const auth = () => (made ??= makeAuth());
let made: ReturnType<typeof makeAuth> | undefined;

const makeAuth = () =>
  betterAuth({
    appName: "Lethe",
    baseURL: process.env.LETHE_BASE_URL ?? "http://localhost",
    secret: authSecret(),
    database: authAdapter,
    trustedOrigins: (request) => (request ? [ownOrigin(request.headers)] : []),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordCharacters.min,
      maxPasswordLength: passwordCharacters.max,
    },
    // The cookie lives for a working day at most; session.ts ends it earlier when nobody is there.
    session: { expiresIn: ABSOLUTE_SESSION_SECONDS, disableSessionRefresh: true },
    // A whole library may sign in from one address; the account's own lock is in the hooks.
    rateLimit: {
      enabled: true,
      customStorage: requestLimits,
      window: LOCK_SECONDS,
      max: 1000,
      customRules: { [SIGN_IN]: { window: 60, max: NETWORK_TRIES_A_MINUTE } },
    },
    advanced: {
      cookiePrefix: "lethe",
      useSecureCookies: isServedOverHttps(),
      defaultCookieAttributes: { httpOnly: true, sameSite: "lax", path: "/" },
      database: { validateSchema: false },
    },
    hooks: { before: lockedAccounts, after: unlockedAccounts },
    databaseHooks: { session: { create: { before: enabledForADay, after: recordSignIn } } },
    telemetry: { enabled: false },
    // Else an error is printed with the values bound to its query.
    onAPIError: { throw: true },
    logger: { level: "error", log: logAuth },
  });

const lockedAccounts = createAuthMiddleware(async (context) => {
  if (context.path !== SIGN_IN) return;
  const email: unknown = context.body?.email;
  if (typeof email !== "string" || (await admitAttempt(email))) return;
  await recordFailure(email, { admitted: false });
  log.warn("sign-in refused: the account is locked after too many tries");
  throw new APIError("TOO_MANY_REQUESTS");
});

const unlockedAccounts = createAuthMiddleware(async (context) => {
  if (context.path !== SIGN_IN) return;
  if (context.context.newSession) return forgetAttempts(context.context.newSession.user.email);
  log.warn("sign-in failed");
  await recordFailure(context.body?.email, { admitted: true });
});

/** better-auth gives a session that it is asked not to remember a day of its own. */
async function enabledForADay(session: { userId: string }) {
  const [account] = await database().transaction("lethe_web", (tx) =>
    tx.select({ disabled: staff.disabled }).from(staff).where(eq(staff.id, session.userId)),
  );
  if (account?.disabled !== false) return false;
  return { data: { expiresAt: new Date(Date.now() + ABSOLUTE_SESSION_SECONDS * 1000) } };
}

const recordSignIn = (session: { userId: string }) =>
  database().transaction("lethe_web", (tx) =>
    recordChange(tx, session.userId, {
      action: "staff.signIn",
      subject: `staff ${session.userId}`,
    }),
  );

function logAuth(_level: string, message: string, ...about: unknown[]): void {
  const error = about.find((part) => part instanceof Error);
  if (error) logError(message, error);
  else log.warn(message);
}
