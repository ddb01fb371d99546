import { foreignRequest, isFromOwnPage } from "#lib/server/origin.ts";
import { plainPage } from "#lib/server/plain-page.ts";
import { signOut } from "#lib/server/sign-in.ts";
import { isUnavailable, unavailable } from "#lib/server/unavailable.ts";

export async function POST({ headers }: Request): Promise<Response> {
  const back = { label: "Back", to: "/" };
  if (!isFromOwnPage(headers)) return plainPage(403, "Not signed out", foreignRequest, back);
  try {
    const answer = new Headers({ Location: "/sign-in" });
    for (const cookie of await signOut(headers)) answer.append("Set-Cookie", cookie);
    return new Response(null, { status: 303, headers: answer });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return plainPage(503, "Not signed out", unavailable, back);
  }
}
