import { databaseProblem } from "../cli/failures.ts";
import { ownEnvironment } from "#db/location.ts";
import { isBuilt } from "./build.ts";
import { choosePort } from "./port.ts";
import { baseUrl, webProgram, workerProgram } from "./programs.ts";
import { onShutdown } from "./shutdown.ts";
import { Supervisor } from "./supervisor.ts";
import { welcome } from "./welcome.ts";

/** One web server or one worker; any number of them may share a database that `migrate` has prepared. */
export async function startAlone(kind: "web" | "worker"): Promise<void> {
  const supervisor = new Supervisor((reason) => shutDown(reason, 1));
  const shutDown = onShutdown(() => supervisor.stop());
  try {
    const environment = await ownEnvironment(kind);
    if (kind === "web") await startWeb(supervisor, environment);
    else await supervisor.start(workerProgram(environment));
  } catch (error) {
    shutDown(databaseProblem(error) ?? (error as Error).message, 1);
  }
}

async function startWeb(
  supervisor: Supervisor,
  environment: Record<string, string | undefined>,
): Promise<void> {
  if (!isBuilt()) throw new Error("The web server is not built: run `npm run build` first.");
  const host = process.env.HOST || "127.0.0.1";
  const port = await choosePort(host);
  const address = baseUrl(host, port);
  await supervisor.start(webProgram({ host, port, baseUrl: address }, environment));
  await welcome(environment.LETHE_WEB_URL ?? "", address, "Ctrl-C stops this web server.");
}
