import { notAllowed } from "#lib/server/action.ts";
import { plainPage } from "#lib/server/plain-page.ts";

export const GET = (): Response =>
  plainPage(403, "Not allowed", notAllowed, { label: "Go to the Overview", to: "/" });
