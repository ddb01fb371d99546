import { databaseProblem } from "../cli/failures.ts";
import { databaseEnvironment, type DatabaseLocation } from "#db/location.ts";
import { build } from "./build.ts";
import { claimDataFolder } from "./claim.ts";
import { prepareDatabase } from "./database.ts";
import { keepErasing } from "./maintenance.ts";
import { choosePort } from "./port.ts";
import { baseUrl, webProgram, workerProgram } from "./programs.ts";
import { onShutdown } from "./shutdown.ts";
import { Supervisor } from "./supervisor.ts";
import { welcome } from "./welcome.ts";

const REVIVE_MS = 2_000;

type Options = { development: boolean; demo: boolean };

/** Everything on one machine: database, worker and web server, until asked to stop. */
export async function start({ development, demo }: Options): Promise<void> {
  const leaving = new AbortController();
  const supervisor = new Supervisor((reason) => shutDown(`${reason} Lethe stops.`, 1));
  let location: DatabaseLocation | undefined;
  let claim: { release(): void } | undefined;
  const shutDown = onShutdown(async () => {
    leaving.abort();
    await supervisor.stop();
    location?.stop();
    claim?.release();
  });

  try {
    if (!process.env.DATABASE_URL) claim = claimDataFolder();
    const host = process.env.HOST || "127.0.0.1";
    const port = await choosePort(host);
    location = await prepareDatabase({ demo });
    if (!development) await build(leaving.signal);
    const address = baseUrl(host, port);
    const { urls } = location;
    const worker = { ...databaseEnvironment("worker", urls), LETHE_BASE_URL: address };
    await supervisor.start({ ...workerProgram(worker), isQuiet: true });
    const web = { host, port, baseUrl: address, development };
    const program = webProgram(web, databaseEnvironment("web", urls));
    await supervisor.start({ ...program, isQuiet: !development });
    keepAlive(location);
    void keepErasing(location.url, supervisor, leaving.signal);
    await welcome(location.url, address, "Ctrl-C stops it.");
  } catch (error) {
    if (!leaving.signal.aborted) shutDown(sentenceOf(error), 1);
  }
}

function keepAlive(location: DatabaseLocation) {
  const look = async () => {
    if (await location.revive()) {
      console.error("PostgreSQL had ended and was started again; what it had committed is there.");
    }
  };
  setInterval(() => void look().catch(() => {}), REVIVE_MS).unref();
}

function sentenceOf(error: unknown): string {
  return databaseProblem(error) ?? (error instanceof Error ? error.message : String(error));
}
