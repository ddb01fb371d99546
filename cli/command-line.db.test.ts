import { spawn } from "node:child_process";
import fs from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
beforeAll(async () => {
  home = await testDatabase();
});
afterAll(() => home.drop());

const on = (url: string, ...args: string[]) => lethe(args, { env: { DATABASE_URL: url } });
const error = ({ json }: Ended) => (json() as { error: string }).error;

function altered(change: (url: URL) => void): string {
  const url = new URL(home.url);
  change(url);
  return url.href;
}

test.each<[string, () => string | Promise<string>, RegExp]>([
  [
    "no server",
    () => `postgres://lethe:secret@127.0.0.1:1/lethe`,
    /^No database server answers at 127\.0\.0\.1:1\.$/,
  ],
  ["a wrong password", () => altered((url) => (url.password = "secret")), /refuses the login/],
  [
    "another database",
    () => altered((url) => (url.pathname = "/none_secret")),
    /^There is no database none_secret/,
  ],
  ["no address at all", () => "secret banana", /^DATABASE_URL is not the address/],
  [
    "an empty database",
    emptyDatabase,
    /^The database that DATABASE_URL names holds no Lethe yet\. Run migrate first\.$/,
  ],
  ["a database without the rights", withoutRights, /does not have the rights/],
])("%s: one sentence, without the password", async (_what, url, sentence) => {
  const ended = await on(await url(), "runs", "--json");
  expect(ended.code).toBe(1);
  expect(error(ended)).toMatch(sentence);
  expect(ended.stderr.trim().split("\n")).toHaveLength(1);
  expect(ended.stdout + ended.stderr).not.toMatch(/:secret/);
});

async function emptyDatabase(): Promise<string> {
  await home.pool.query(`CREATE DATABASE ${emptyName}`);
  return altered((url) => (url.pathname = `/${emptyName}`));
}

async function withoutRights(): Promise<string> {
  await home.pool.query(`CREATE ROLE ${strangerName} LOGIN PASSWORD 'secret'`);
  return altered((url) => {
    url.username = strangerName;
    url.password = "secret";
  });
}

const own = `${process.pid}_${Date.now()}`;
const emptyName = `lethe_cli_empty_${own}`;
const strangerName = `lethe_cli_stranger_${own}`;
afterAll(async () => {
  const other = await testDatabase();
  await other.pool.query(`DROP DATABASE IF EXISTS ${emptyName} WITH (FORCE)`);
  await other.pool.query(`DROP ROLE IF EXISTS ${strangerName}`);
  await other.drop();
});

test("wrong usage is told on both outputs, before anything is touched", async () => {
  const ended = await on("postgres://nobody@127.0.0.1:1/none", "--json", "prevew");
  expect(ended.code).toBe(2);
  expect(error(ended)).toBe(
    "There is no command prevew. Did you mean preview? `help` lists the commands.",
  );
  expect(ended.stderr).toBe(`${error(ended)}\n`);
});

test("a database of a newer version is left alone", async () => {
  const newer = await testDatabase();
  await newer.pool.query(
    "INSERT INTO migrations.__drizzle_migrations (hash, created_at) VALUES ('x', 9999999999999)",
  );
  for (const command of ["runs", "migrate"]) {
    const ended = await on(newer.url, command, "--json");
    expect(ended.code).toBe(1);
    expect(error(ended)).toMatch(/migrated by a newer version of Lethe/);
  }
  await newer.drop();
});

test("migrate is safe to run twice at once, and again", async () => {
  const url = altered((address) => (address.pathname = `/${emptyName}`));
  const both = await Promise.all([on(url, "migrate", "--json"), on(url, "migrate", "--json")]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  const again = await on(url, "migrate", "--json");
  expect(again.json()).toEqual({ applied: [], embedded: false });
  expect((await on(url, "runs", "--json")).json()).toEqual({ runs: [] });
});

test("the address of the database is printed, and stop leaves a foreign server alone", async () => {
  expect((await on(home.url, "database-url")).stdout).toBe(`${home.url}\n`);
  const stop = await on(home.url, "stop", "--json");
  expect(stop.code).toBe(1);
  expect(error(stop)).toMatch(/did not start and does not stop/);
});

test("without DATABASE_URL the embedded server starts, answers the next command, and stops", async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "lethe data "));
  const embedded = (...args: string[]) =>
    lethe(args, { env: { LETHE_DATA: path.join(folder, "d") } });
  try {
    const runs = await embedded("runs", "--json");
    expect(runs.json()).toEqual({ runs: [] });
    const { url } = (await embedded("database-url", "--json")).json() as { url: string };
    expect(await answers(Number(new URL(url).port))).toBe(true);
    expect((await embedded("stop", "--json")).json()).toEqual({ stopped: true });
    expect((await embedded("stop", "--json")).json()).toEqual({ stopped: false });
    expect(await answers(Number(new URL(url).port))).toBe(false);
  } finally {
    await embedded("stop");
    await fs.rm(folder, { recursive: true });
  }
});

test("stop does not end the database of an npm start, which would start it again", async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "lethe data "));
  const script = path.join(folder, "start.mjs");
  await fs.writeFile(script, "setInterval(() => {}, 1000)");
  const start = spawn(process.execPath, [script], { stdio: "ignore" });
  try {
    await fs.writeFile(path.join(folder, "start.pid"), `${start.pid}\n`);
    const ended = await lethe(["stop", "--json"], { env: { LETHE_DATA: folder } });
    expect(ended.code).toBe(1);
    expect(error(ended)).toMatch(`npm start runs here, as process ${start.pid},`);
  } finally {
    start.kill();
    await fs.rm(folder, { recursive: true });
  }
});

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
