import { health } from "#lib/server/health.ts";

export const dynamic = "force-dynamic";

export async function GET(): Promise<Response> {
  const { ok, answer } = await health();
  const headers = { "Cache-Control": "no-store" };
  return Response.json(answer, { status: ok ? 200 : 503, headers });
}
