import path from "node:path";
import type { Program } from "./supervisor.ts";

export const NEXT = path.resolve("node_modules/next/dist/bin/next");
const READY_SECONDS = 60;

type Environment = Record<string, string | undefined>;

export function workerProgram(environment: Environment): Program {
  return {
    name: "worker",
    args: ["--import", "tsx", "worker.ts"],
    environment: {
      ...environment,
      // The web server's alone.
      LETHE_AUTH_SECRET: undefined,
      LETHE_CERTIFICATE_KEY: undefined,
    },
    isReady: (child) => new Promise((resolve) => child.once("message", () => resolve())),
  };
}

type Web = { host: string; port: number; baseUrl: string; development?: boolean };

export function webProgram(web: Web, environment: Environment): Program {
  const mode = web.development ? "dev" : "start";
  return {
    name: "web server",
    args: [NEXT, mode, "--hostname", web.host, "--port", String(web.port)],
    environment: {
      NODE_ENV: web.development ? "development" : "production",
      NEXT_TELEMETRY_DISABLED: "1",
      LETHE_BASE_URL: web.baseUrl,
      ...environment,
      // The worker's alone.
      LETHE_SMTP_PASSWORD: undefined,
      LETHE_SOURCE_KEY: undefined,
    },
    isReady: () => healthy(`http://${reachable(web.host)}:${web.port}/api/health`),
  };
}

export function baseUrl(host: string, port: number): string {
  return (
    process.env.LETHE_BASE_URL ??
    `http://${host === "127.0.0.1" ? "localhost" : reachable(host)}:${port}`
  );
}

/** An address to call where the server listens on all of them. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

async function healthy(address: string): Promise<void> {
  const deadline = AbortSignal.timeout(READY_SECONDS * 1_000);
  for (;;) {
    try {
      const { ok } = await fetch(address, { signal: deadline });
      if (ok) return;
    } catch {
      // Not listening yet.
    }
    if (deadline.aborted) throw new Error(`${address} did not answer within ${READY_SECONDS} s.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
