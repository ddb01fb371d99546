import { addApiKey } from "#db/queries/api-keys.ts";
import type { Permission } from "#lib/permissions.ts";
import { hashOf, makeApiToken } from "./api-token.ts";
import { asWeb, makeStaff } from "./testing.ts";

let maker: Promise<string> | undefined;

/** A key with these scopes, made by an administrator; its text. */
export async function makeKey(...scopes: Permission[]): Promise<string> {
  maker ??= makeStaff("maker-of-keys@example.org", "generalSystemAdministrator");
  const createdBy = await maker;
  const { text, prefix } = makeApiToken();
  const name = scopes.join(", ");
  await asWeb((tx) =>
    addApiKey(tx, { name, prefix, secretHash: hashOf(text), scopes, days: 90, createdBy }),
  );
  return text;
}

/** What a script sends: no cookie, no Origin. */
export const withKey = (key: string, more: Record<string, string> = {}) =>
  new Headers({ host: "localhost:3000", authorization: `Bearer ${key}`, ...more });
