"use server";

import { addApiKey, revokeApiKey } from "#db/queries/api-keys.ts";
import { formAction } from "#lib/server/action.ts";
import { hashOf, makeApiToken } from "#lib/server/api-token.ts";
import { addKeyForm, revokeForm } from "./schema.ts";

/** Answers with the key itself: it is shown once and kept nowhere. */
export const add = formAction("apiKeys.write", "/api-keys", addKeyForm, async (tx, sent, staff) => {
  const { text, prefix } = makeApiToken();
  const change = await addApiKey(tx, {
    name: sent.name,
    prefix,
    secretHash: hashOf(text),
    scopes: [...sent.scopes, ...sent.runScopes],
    days: sent.days,
    createdBy: staff.id,
  });
  return { change, message: text };
});

export const revoke = formAction("apiKeys.write", "/api-keys", revokeForm, async (tx, { id }) => ({
  change: await revokeApiKey(tx, { id }),
  message: "Revoked. It opens nothing from now on.",
}));
