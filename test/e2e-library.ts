import path from "node:path";

/** Which library: the one that this server is started for, or that of Playwright's worker who asks. */
const own = () => Number(process.env.LETHE_E2E_LIBRARY ?? process.env.TEST_PARALLEL_INDEX ?? 0);

export const e2ePort = (library = own()): string =>
  process.env.LETHE_E2E_PORTS?.split(",")[library] ?? "";

export const e2eAddress = (library = own()): string => `http://localhost:${e2ePort(library)}`;

export const e2eFolder = (library = own()): string => path.resolve(".data", `e2e-${library}`);

/** Its database, where a server is given; null where it is on an embedded one of its own. */
export function e2eOnGivenServer(library = own()) {
  const server = process.env.LETHE_TEST_DATABASE_URL;
  if (!server) return null;
  const database = `${process.env.LETHE_E2E_DATABASE}_${library}`;
  const url = new URL(server);
  url.pathname = database;
  return { server, database, url: url.href };
}
