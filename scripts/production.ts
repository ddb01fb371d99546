import { databaseProblem } from "../cli/failures.ts";
import { ownEnvironment } from "#db/location.ts";
import { isBuilt } from "./build.ts";
import { choosePort } from "./port.ts";
import { baseUrl, webProgram, workerProgram } from "./programs.ts";
import { onShutdown } from "./shutdown.ts";
import { Supervisor, type Program } from "./supervisor.ts";

/** One web server or one worker; any number of them may share a database that `migrate` has prepared. */
export async function startAlone(kind: "web" | "worker"): Promise<void> {
  const supervisor = new Supervisor((reason) => shutDown(reason, 1));
  const shutDown = onShutdown(() => supervisor.stop());
  try {
    const environment = await ownEnvironment(kind);
    await supervisor.start(kind === "web" ? await web(environment) : workerProgram(environment));
  } catch (error) {
    shutDown(databaseProblem(error) ?? (error as Error).message, 1);
  }
}

async function web(environment: Record<string, string | undefined>): Promise<Program> {
  if (!isBuilt()) throw new Error("The web server is not built: run `npm run build` first.");
  const host = process.env.HOST || "127.0.0.1";
  const port = await choosePort(host);
  const address = baseUrl(host, port);
  console.log(`Lethe's web server will answer at ${address}`);
  return webProgram({ host, port, baseUrl: address }, environment);
}
