"use server";

import { z } from "zod";
import { entryAction } from "#lib/server/entry-action.ts";
import { ownPath } from "#lib/server/plain-page.ts";
import { signIn, signOut } from "#lib/server/sign-in.ts";
import { signInForm } from "./schema.ts";

export const enter = entryAction(signInForm, async ({ next, ...credentials }, headers) => {
  const answer = await signIn(credentials, headers);
  return "message" in answer ? answer : { ...answer, to: ownPath(next) };
});

export const leave = entryAction(z.object({}), async (_, headers) => ({
  setCookie: await signOut(headers),
  to: "/sign-in",
}));
