import { z } from "zod";
import { openHandler } from "#lib/server/handler.ts";
import { health } from "#lib/server/health.ts";

export const dynamic = "force-dynamic";

export const GET = openHandler(
  {
    summary: "Say whether this web server can do its work",
    details: "Answers 503 when it cannot, and why in error.",
    answer: z.object({ status: z.enum(["ok", "unavailable"]), error: z.string().optional() }),
  },
  async () => {
    const { ok, answer } = await health();
    return { status: ok ? 200 : 503, body: answer };
  },
);
