import { timingSafeEqual } from "node:crypto";
import { database } from "#db/client.ts";
import { findApiKey, noteApiKeyUse, type FoundApiKey } from "#db/queries/api-keys.ts";
import { permits, type Permission } from "#lib/permissions.ts";
import { notAllowed } from "./action.ts";
import { hashOf, prefixOf } from "./api-token.ts";
import { countFailedKey, isKeyLocked, KEY_LOCK_SECONDS } from "./key-attempts.ts";
import { log } from "./log.ts";
import { foreignRequest, isFromOwnPage } from "./origin.ts";
import { staffOf } from "./session.ts";

/** Who sent a request: a person who is signed in, or a script with a key. */
export interface Caller {
  /** As the audit names it: a staff id, or `key lethe_…`. */
  actor: string;
  staffId: string | null;
  apiKeyId: number | null;
  /** Whether the person's roles or the key's scopes hold it. */
  holds(permission: Permission): boolean;
  refusal(permission: Permission): NotAdmitted;
}

/** Not let in, and why in a sentence. */
export interface NotAdmitted {
  status: 401 | 403 | 429;
  sentence: string;
}

/**
 * A request that carries a key is judged by it alone, and needs no Origin: no browser sends one by
 * itself. A session's cookie is sent by the browser, so what writes must come from an own page.
 */
export const admit = async (
  request: Request,
  permission: Permission,
  others: readonly Permission[] = [],
): Promise<Caller | NotAdmitted> => {
  const authorization = request.headers.get("authorization");
  const caller = await (authorization === null
    ? knowPerson(request)
    : knowKey(request.headers, authorization));
  if ("sentence" in caller) return caller;
  const holdsAny = [permission, ...others].some((one) => caller.holds(one));
  return holdsAny ? caller : caller.refusal(permission);
};

async function knowPerson(request: Request): Promise<Caller | NotAdmitted> {
  const reads = request.method === "GET" || request.method === "HEAD";
  if (!reads && !isFromOwnPage(request.headers)) {
    log.warn("request refused: not from an own page");
    return { status: 403, sentence: foreignRequest };
  }
  const staff = await staffOf(request.headers, { isActivity: !reads });
  if (!staff) return { status: 401, sentence: noSession };
  return {
    actor: staff.id,
    staffId: staff.id,
    apiKeyId: null,
    holds: (permission) => permits(staff.roles, permission),
    refusal(permission) {
      log.warn({ staff: staff.id, permission }, "request refused");
      return { status: 403, sentence: notAllowed };
    },
  };
}

async function knowKey(
  requestHeaders: Headers,
  authorization: string,
): Promise<Caller | NotAdmitted> {
  const token = /^bearer +(\S+)$/i.exec(authorization.trim())?.[1] ?? "";
  const prefix = prefixOf(token);
  if (prefix === undefined) return { status: 401, sentence: keySentences.malformed };
  return database().transaction("lethe_web", async (tx) => {
    const key = await findApiKey(tx, prefix);
    const counted = key && prefix;
    if (await isKeyLocked(tx, counted, requestHeaders)) {
      return { status: 429, sentence: keySentences.locked };
    }
    if (!key || !isOf(key, token) || key.status !== "active") {
      await countFailedKey(tx, counted, requestHeaders);
      log.warn({ key: counted }, "request refused: the key opens nothing");
      return { status: 401, sentence: whyNot(key, token) };
    }
    await noteApiKeyUse(tx, key.id);
    return {
      actor: `key ${prefix}`,
      staffId: null,
      apiKeyId: key.id,
      holds: (permission) => key.scopes.includes(permission),
      refusal(permission) {
        log.warn({ key: prefix, permission }, "request refused");
        return { status: 403, sentence: `This key does not have the scope ${permission}.` };
      },
    };
  });
}

const isOf = (key: FoundApiKey, token: string) => timingSafeEqual(key.secretHash, hashOf(token));

/** That a key ended is told only to who has it. */
function whyNot(key: FoundApiKey | undefined, token: string): string {
  if (!key || !isOf(key, token)) return keySentences.unknown;
  return key.status === "revoked" ? keySentences.revoked : keySentences.expired;
}

const noSession = "You are signed out. Sign in again, or send a key in the header Authorization.";
export const keySentences = {
  malformed:
    "The header Authorization must be Bearer and a key of Lethe, which begins with lethe_.",
  unknown: "This key is not known.",
  revoked: "This key is revoked. A General System Administrator can make a new one.",
  expired: "This key has expired. A General System Administrator can make a new one.",
  locked: `This key was wrong too many times. Wait ${KEY_LOCK_SECONDS} seconds, then try again.`,
};
