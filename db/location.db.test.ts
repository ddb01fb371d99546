import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { stopEmbedded } from "./embedded.ts";
import { databaseEnvironment, grantLogins, locateDatabase, ownEnvironment } from "./location.ts";
import { migrate } from "./migrate.ts";

const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), "lethe-location-"));

beforeAll(async () => {
  vi.stubEnv("LETHE_DATA", dataFolder);
  vi.stubEnv("DATABASE_URL", undefined);
  const { url } = await locateDatabase();
  await migrate(url);
  await grantLogins(url);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await stopEmbedded(dataFolder);
  fs.rmSync(dataFolder, { recursive: true });
});

const memberships = `select rolname as role, pg_has_role(oid, 'usage') as inherits
  from pg_roles where rolname like 'lethe\\_%' and rolcanlogin = false
  and pg_has_role(oid, 'set') order by 1`;

test.each([
  ["web", { lethe_statistics: true, lethe_web: true }],
  ["worker", { lethe_import: false, lethe_worker: true }],
  ["statistics", { lethe_statistics: true }],
] as const)("the login of %s may take on its roles and no other", async (process, expected) => {
  const { urls } = await locateDatabase();
  const client = new pg.Client(urls[process]);
  await client.connect();
  const { rows } = await client.query<{ role: string; inherits: boolean }>(memberships);
  await client.end();
  expect(Object.fromEntries(rows.map(({ role, inherits }) => [role, inherits]))).toEqual(expected);
});

const login = (name: string) => expect.stringContaining(`://${name}:`);
const none = {
  DATABASE_URL: undefined,
  LETHE_WEB_URL: undefined,
  LETHE_STATISTICS_URL: undefined,
  LETHE_WORKER_URL: undefined,
};

test("web and worker are told the addresses of their own logins, and unset are all others", async () => {
  const { urls } = await locateDatabase();
  expect(databaseEnvironment("web", urls)).toStrictEqual({
    ...none,
    LETHE_WEB_URL: login("lethe_web_login"),
    LETHE_STATISTICS_URL: login("lethe_statistics_login"),
  });
  expect(databaseEnvironment("worker", urls)).toStrictEqual({
    ...none,
    LETHE_WORKER_URL: login("lethe_worker_login"),
  });
});

test("a program that is started alone needs no address but its own, and starts no database then", async () => {
  const nowhere = path.join(dataFolder, "nowhere");
  const given = "postgres://worker@database.example/lethe";
  vi.stubEnv("LETHE_DATA", nowhere);
  vi.stubEnv("LETHE_WORKER_URL", given);
  vi.stubEnv("LETHE_WEB_URL", given);
  expect(await ownEnvironment("worker")).toStrictEqual({ ...none, LETHE_WORKER_URL: given });
  await expect(ownEnvironment("web")).rejects.toThrow(/LETHE_WEB_URL and LETHE_STATISTICS_URL/);
  expect(fs.existsSync(nowhere)).toBe(false);
  vi.stubEnv("DATABASE_URL", "postgres://anybody@database.example/lethe");
  expect(await ownEnvironment("web")).toStrictEqual({
    ...none,
    LETHE_WEB_URL: given,
    LETHE_STATISTICS_URL: "postgres://anybody@database.example/lethe",
  });
  vi.stubEnv("DATABASE_URL", undefined);
  vi.stubEnv("LETHE_WORKER_URL", undefined);
  vi.stubEnv("LETHE_WEB_URL", undefined);
  vi.stubEnv("LETHE_DATA", dataFolder);
});

test("a given database is taken for every process, and passwords of the embedded one are private", async () => {
  const logins = fs.statSync(path.join(dataFolder, "database-logins.json"));
  expect(logins.mode & 0o777).toBe(0o600);
  vi.stubEnv("DATABASE_URL", "postgres://someone@database.example/lethe");
  const { embedded, urls } = await locateDatabase();
  vi.stubEnv("DATABASE_URL", undefined);
  expect(embedded).toBe(false);
  expect(new Set(Object.values(urls))).toEqual(
    new Set(["postgres://someone@database.example/lethe"]),
  );
});

test("a damaged file of passwords is told of in a sentence, and made anew once it is gone", async () => {
  const file = path.join(dataFolder, "database-logins.json");
  for (const damaged of ["", "{", '{ "web": "one" }']) {
    fs.writeFileSync(file, damaged);
    await expect(locateDatabase()).rejects.toThrow(
      /Stop Lethe and delete it: the next start makes new ones/,
    );
  }
  fs.rmSync(file);
  const { urls } = await locateDatabase();
  const client = new pg.Client(urls.web);
  await client.connect();
  await client.end();
});
