import { cookies } from "next/headers";
import { themeCookie } from "#components/theme.ts";
import { isLogId } from "#lib/server/log.ts";
import { plainPage } from "#lib/server/plain-page.ts";

export async function GET(request: Request): Promise<Response> {
  const id = new URL(request.url).searchParams.get("id") ?? "";
  return plainPage(403, {
    title: "Not allowed",
    sentences: [
      "Your roles do not allow this page. Nothing was changed.",
      "A General System Administrator can change your roles under Staff, and the change acts at your next click.",
    ],
    way: { label: "Go to the Overview", to: "/" },
    ...(isLogId(id) && { id }),
    signOut: true,
    theme: (await cookies()).get(themeCookie)?.value,
  });
}
