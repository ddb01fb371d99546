"use server";

import { entryAction } from "#lib/server/entry-action.ts";
import { ownPath } from "#lib/server/plain-page.ts";
import { signIn } from "#lib/server/sign-in.ts";
import { signInForm } from "./schema.ts";

export const enter = entryAction(signInForm, async ({ next, ...credentials }, headers) => {
  const answer = await signIn(credentials, headers);
  return "message" in answer ? answer : { ...answer, to: ownPath(next) };
});
