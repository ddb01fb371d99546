import { parseSetCookieHeader, toCookieOptions } from "better-auth/cookies";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { FormState } from "#lib/form-state.ts";
import { Refusal } from "#lib/refusal.ts";
import { invalid, refusedBy } from "./action.ts";
import { withEntered } from "./entered.ts";
import { formToObject } from "./form-data.ts";
import { foreignRequest, isFromOwnPage } from "./origin.ts";

/** Cookies to set and the page to go to, or the sentence why not. */
export type Entered = { setCookie: string[]; to: string } | { message: string };

/** The door for whoever is not signed in yet: own page, strict parse, and nothing else of formAction. */
export function entryAction<Schema extends z.ZodObject>(
  schema: Schema,
  enter: (input: z.output<Schema>, headers: Headers) => Promise<Entered>,
) {
  const strict = schema.strict();
  return async (_previous: FormState, form: FormData): Promise<FormState> => {
    const entered = await attempt(async () => {
      const requestHeaders = await headers();
      if (!isFromOwnPage(requestHeaders)) throw new Refusal(foreignRequest);
      const parsed = strict.safeParse(formToObject(schema, form));
      return parsed.success
        ? enter(parsed.data as z.output<Schema>, requestHeaders)
        : invalid(parsed.error);
    });
    if ("status" in entered) return withEntered(entered, form);
    if ("message" in entered)
      return withEntered({ status: "refused", message: entered.message }, form);
    await setCookies(entered.setCookie);
    return redirect(entered.to);
  };
}

async function attempt(work: () => Promise<Entered | FormState>): Promise<Entered | FormState> {
  try {
    return await work();
  } catch (error) {
    return refusedBy(error);
  }
}

async function setCookies(lines: string[]): Promise<void> {
  const jar = await cookies();
  for (const line of lines) {
    for (const [name, cookie] of parseSetCookieHeader(line)) {
      jar.set(name, cookie.value, toCookieOptions(cookie));
    }
  }
}
