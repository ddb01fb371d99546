import { randomBytes } from "node:crypto";
import path from "node:path";
import pg from "pg";
import { z } from "zod";
import { dataFolder } from "#lib/data-folder.ts";
import { keepSecret } from "#lib/kept-secret.ts";
import { Refusal } from "#lib/refusal.ts";
import { startEmbedded } from "./embedded.ts";

/** What each process signs in as, and the group roles it may take on. */
const LOGINS = {
  web: { login: "lethe_web_login", groups: ["lethe_web", "lethe_statistics"] },
  worker: { login: "lethe_worker_login", groups: ["lethe_worker"], onAsking: ["lethe_import"] },
  statistics: { login: "lethe_statistics_login", groups: ["lethe_statistics"] },
} satisfies Record<Process, { login: string; groups: string[]; onAsking?: string[] }>;

type Process = "web" | "worker" | "statistics";

const variables: Record<Process, string> = {
  web: "LETHE_WEB_URL",
  worker: "LETHE_WORKER_URL",
  statistics: "LETHE_STATISTICS_URL",
};

export type ProgramKind = "web" | "worker";

/** The logins that a program works under. */
const loginsOf: Record<ProgramKind, Process[]> = {
  web: ["web", "statistics"],
  worker: ["worker"],
};

export type DatabaseLocation = {
  /** For migrations and maintenance. */
  url: string;
  embedded: boolean;
  /** Whether this call made an embedded database. */
  fresh: boolean;
  urls: Record<Process, string>;
  /** Starts the embedded server again if it has died; whether it had. */
  revive(): Promise<boolean>;
  /** Ends the server if it is the embedded one. */
  stop(): void;
};

/** The database named by DATABASE_URL, or else the embedded one, started if need be. */
export async function locateDatabase(): Promise<DatabaseLocation> {
  const given = process.env.DATABASE_URL;
  if (given) {
    const urls = givenUrls(given);
    const revive = async () => false;
    return { url: given, embedded: false, fresh: false, urls, revive, stop() {} };
  }
  const server = await startEmbedded({ dataFolder: dataFolder() });
  const passwords = loginPasswords();
  await makeLogins(server.url, passwords);
  return {
    url: server.url,
    embedded: true,
    fresh: server.fresh,
    urls: eachProcess((process) => urlOf(server.url, LOGINS[process].login, passwords[process])),
    async revive() {
      if (await server.isAnswering()) return false;
      return !(await startEmbedded({ dataFolder: dataFolder() })).alreadyRunning;
    },
    stop: () => server.stop(),
  };
}

/** What a program is told about the database: the addresses of its own logins, and nobody else's. */
export function databaseEnvironment(kind: ProgramKind, urls: Partial<Record<Process, string>>) {
  const environment: Record<string, string | undefined> = { DATABASE_URL: undefined };
  for (const [login, variable] of Object.entries(variables) as [Process, string][]) {
    environment[variable] = loginsOf[kind].includes(login) ? urls[login] : undefined;
  }
  return environment;
}

/** The same for a program that is started alone, which need not know any address but its own. */
export async function ownEnvironment(kind: ProgramKind) {
  return databaseEnvironment(kind, givenAlone(kind) ?? (await locateDatabase()).urls);
}

function givenAlone(kind: ProgramKind): Partial<Record<Process, string>> | undefined {
  if (process.env.DATABASE_URL) return undefined;
  const given = loginsOf[kind].flatMap((login) => {
    const address = process.env[variables[login]];
    return address ? [[login, address]] : [];
  });
  if (given.length === 0) return undefined;
  if (given.length === loginsOf[kind].length) return Object.fromEntries(given);
  const names = loginsOf[kind].map((login) => variables[login]).join(" and ");
  throw new Refusal(`Set ${names}, or DATABASE_URL for all of them.`);
}

/** Lets the logins of an embedded database take on the group roles that `migrate` makes. */
export async function grantLogins(url: string): Promise<void> {
  await asAdministrator(url, async (client) => {
    for (const { login, groups, ...rest } of Object.values(LOGINS)) {
      await client.query(`grant ${groups.join(", ")} to ${login}`);
      if (!("onAsking" in rest)) continue;
      await client.query(
        `grant ${rest.onAsking.join(", ")} to ${login} with inherit false, set true`,
      );
    }
  });
}

const givenUrls = (given: string) => eachProcess((login) => process.env[variables[login]] ?? given);

function eachProcess<T>(value: (process: Process) => T): Record<Process, T> {
  return { web: value("web"), worker: value("worker"), statistics: value("statistics") };
}

function urlOf(url: string, login: string, password: string): string {
  const changed = new URL(url);
  changed.username = login;
  changed.password = password;
  return changed.href;
}

const passwordsShape = z.object(eachProcess(() => z.string().min(1)));

/** @throws Refusal where the file is damaged, as an earlier version left it on a disk that was full. */
function loginPasswords(): Record<Process, string> {
  const file = path.join(dataFolder(), "database-logins.json");
  const made = eachProcess(() => randomBytes(24).toString("base64url"));
  const kept = keepSecret(file, `${JSON.stringify(made, null, 2)}\n`);
  try {
    return passwordsShape.parse(JSON.parse(kept));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new Refusal(
      `${file} does not hold the passwords of the database any more. Stop Lethe and delete it: the next start makes new ones.`,
    );
  }
}

async function makeLogins(url: string, passwords: Record<Process, string>): Promise<void> {
  await asAdministrator(url, async (client) => {
    const { rows } = await client.query<{ rolname: string }>("select rolname from pg_roles");
    const known = new Set(rows.map((row) => row.rolname));
    for (const process of ["web", "worker", "statistics"] as const) {
      const { login } = LOGINS[process];
      const verb = known.has(login) ? "alter" : "create";
      const password = client.escapeLiteral(passwords[process]);
      await client.query(`${verb} role ${login} login password ${password}`);
    }
  });
}

/** One at a time: two processes that change a role at once fail. */
async function asAdministrator(url: string, work: (client: pg.Client) => Promise<void>) {
  const client = new pg.Client({ connectionString: url, application_name: "lethe setup" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(hashtext('lethe.logins'))");
    await work(client);
  } finally {
    await client.end();
  }
}
