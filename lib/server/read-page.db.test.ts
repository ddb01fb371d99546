import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Tx } from "#db/client.ts";
import { readCounts, readPage, readPart } from "./read-page.ts";
import { ownDatabase } from "./testing.ts";

vi.mock("next/headers", () => ({
  headers: async () => new Headers({ "x-lethe-path": "/letters" }),
}));

let own: Awaited<ReturnType<typeof ownDatabase>>;
beforeAll(async () => {
  own = await ownDatabase();
});
afterAll(() => own.end());

const seconds = 0.2;

test("what is counted in time is told", async () => {
  const counted = await readCounts(
    async (tx) => (await tx.execute(sql`SELECT count(*)::int AS n FROM patron.letters`)).rows,
    seconds,
  );
  expect(counted).toEqual([{ n: 0 }]);
});

test("what takes longer is given up, and is no error", async () => {
  expect(await readCounts((tx) => tx.execute(sql`SELECT pg_sleep(30)`), seconds)).toBeNull();
});

async function whileLettersAreLocked(work: () => Promise<void>): Promise<void> {
  const client = await own.pool.connect();
  try {
    await client.query("BEGIN; LOCK TABLE patron.letters");
    await work();
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
const letters = (tx: Tx) => tx.execute(sql`SELECT FROM patron.letters`);

test("so is what waits for a lock", () =>
  whileLettersAreLocked(async () => expect(await readCounts(letters, seconds)).toBeNull()));

test("a page that waits for a lock leads to the sentence that something large is under way", () =>
  whileLettersAreLocked(async () => {
    const to = "/unavailable?why=busy&from=%2Fletters";
    await expect(readPage(letters)).rejects.toMatchObject({ digest: expect.stringContaining(to) });
  }));

test("a page that takes longer than it may leads to the sentence that it did", async () => {
  const reading = readPage((tx) => tx.execute(sql`SELECT pg_sleep(30)`), {
    statementTimeoutMs: seconds * 1_000,
  });
  const to = "/unavailable?why=slow&from=%2Fletters";
  await expect(reading).rejects.toMatchObject({ digest: expect.stringContaining(to) });
});

test("what comes to a page later says why it cannot be read, and leads nowhere", async () => {
  expect(await readPart(async () => "read")).toEqual({ read: "read" });
  await whileLettersAreLocked(async () =>
    expect(await readPart(letters)).toEqual({
      sentence: expect.stringContaining("Something large is under way"),
    }),
  );
  const slow = readPart((tx) => tx.execute(sql`SELECT pg_sleep(30)`), {
    statementTimeoutMs: seconds * 1_000,
  });
  expect(await slow).toEqual({ sentence: expect.stringContaining("took longer than it may") });
  await expect(readPart((tx) => tx.execute(sql`SELECT 1 / 0`))).rejects.toThrow();
});

test("what fails for another reason is a bug as before", async () => {
  await expect(readCounts((tx) => tx.execute(sql`SELECT 1 / 0`), seconds)).rejects.toThrow();
});

test("at an address with a NUL there is nothing", async () => {
  const reading = readPage((tx) => tx.execute(sql`SELECT ${"a\0b"}::text`));
  await expect(reading).rejects.toMatchObject({ digest: expect.stringContaining("404") });
});
