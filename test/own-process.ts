import { afterAll, vi } from "vitest";

/*
 * Files of the database's tests follow one another in a process, which loads everything once. One that
 * gives the process a database of its own leaves behind what modules keep of it.
 */

const addresses = ["DATABASE_URL", "LETHE_WEB_URL", "LETHE_STATISTICS_URL"];
const before = new Map(addresses.map((name) => [name, process.env[name]]));

afterAll(() => {
  if (addresses.every((name) => process.env[name] === before.get(name))) return;
  for (const [name, address] of before) {
    if (address === undefined) delete process.env[name];
    else process.env[name] = address;
  }
  vi.doUnmock("next/headers");
  vi.doUnmock("next/cache");
  vi.resetModules();
});
