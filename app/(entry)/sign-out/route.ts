import { cookies } from "next/headers";
import { themeCookie } from "#components/theme.ts";
import { foreignRequest, isFromOwnPage } from "#lib/server/origin.ts";
import { plainPage } from "#lib/server/plain-page.ts";
import { signOut } from "#lib/server/sign-in.ts";
import { isUnavailable, unavailable } from "#lib/server/unavailable.ts";

export async function POST({ headers }: Request): Promise<Response> {
  const refused = async (status: number, sentence: string) =>
    plainPage(status, {
      title: "Not signed out",
      sentences: [sentence],
      way: { label: "Back", to: "/" },
      theme: (await cookies()).get(themeCookie)?.value,
    });
  if (!isFromOwnPage(headers)) return refused(403, foreignRequest);
  try {
    const answer = new Headers({ Location: "/sign-in" });
    for (const cookie of await signOut(headers)) answer.append("Set-Cookie", cookie);
    return new Response(null, { status: 303, headers: answer });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return refused(503, unavailable);
  }
}
