import type { Instrumentation } from "next";

/** Runs once, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { dieWithSupervisor } = await import("#lib/supervised.ts");
  dieWithSupervisor();
  const { writeClientAddresses } = await import("#lib/server/client-address.ts");
  writeClientAddresses();
  if (process.env.NODE_ENV !== "production") return;
  const { quietConsole } = await import("#lib/server/quiet-console.ts");
  quietConsole();
}

/** The error page shows the same id. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logError } = await import("#lib/server/log.ts");
  const id = error instanceof Error && "digest" in error ? error.digest : undefined;
  const { method } = request;
  logError("request failed", error, { id, method, route: context.routePath });
};
