"use server";

import { entryAction } from "#lib/server/entry-action.ts";
import { acceptInvitation, makeFirstStaff } from "#lib/server/set-up.ts";
import { signIn } from "#lib/server/sign-in.ts";
import { firstAccountForm, invitationForm } from "./schema.ts";

export const makeFirstAccount = entryAction(firstAccountForm, async (input, headers) => {
  const { token, name, email, password } = input;
  await makeFirstStaff(token, { name, email, password });
  return entered(email, password, headers);
});

export const choosePassword = entryAction(invitationForm, async ({ token, password }, headers) =>
  entered(await acceptInvitation(token, password), password, headers),
);

async function entered(email: string, password: string, headers: Headers) {
  const answer = await signIn({ email, password }, headers);
  return "message" in answer ? { setCookie: [], to: "/sign-in" } : { ...answer, to: "/" };
}
