import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { expect, test } from "vitest";
import { freshLibrary } from "./fresh-library.ts";
import { importFiles } from "./import.ts";

const { url, rows, value, importLibrary, importText, somebodyWaits } = freshLibrary();

const users = (count: number) =>
  `primary_id,last_name\n${Array.from({ length: count }, (_, n) => `u${n},Name ${n}`).join("\n")}\n`;
/** What a stopped import throws. */
const asked = new Error("asked to stop");

const nothingIsLeft = async () => {
  expect(await rows("SELECT FROM pg_class WHERE relname ~ '^import_[0-9a-f]+_'")).toEqual([]);
  expect(
    await value(
      "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'lethe import' AND datname = current_database()",
    ),
  ).toBe(0);
};

test("an import that is stopped before it begins does nothing", async () => {
  await expect(importLibrary({ signal: AbortSignal.abort(asked) })).rejects.toBe(asked);
  await nothingIsLeft();
});

test.each(["reading", "checking"] as const)(
  "an import that is stopped while %s keeps nothing of its file",
  async (when) => {
    const stop = new AbortController();
    const importing = importText("users.csv", users(100_000), {
      signal: stop.signal,
      onProgress: ({ step }) => step === when && stop.abort(asked),
    });
    await expect(importing).rejects.toBe(asked);
    expect(await value("SELECT count(*)::int FROM patron.users")).toBe(0);
    await nothingIsLeft();
    expect((await importText("users.csv", users(10))).created).toBe(10);
  },
);

test("a dry run is stopped alike", async () => {
  const stop = new AbortController();
  const importing = importText("users.csv", users(100_000), {
    dryRun: true,
    signal: stop.signal,
    onProgress: ({ step }) => step === "reading" && stop.abort(asked),
  });
  await expect(importing).rejects.toBe(asked);
  await nothingIsLeft();
});

test("one that waits for another is stopped at once, and keeps the files before", async () => {
  const folder = await mkdtemp(path.join(process.env.LETHE_DATA!, "files-"));
  await writeFile(path.join(folder, "users.csv"), users(3));
  await writeFile(
    path.join(folder, "loans.csv"),
    "loan_id,primary_id,item_barcode,library,loan_date\n1,u1,B,M,2026-01-01\n",
  );
  const other = new pg.Client(url());
  await other.connect();
  const stop = new AbortController();
  const importing = importFiles(url(), {
    paths: [folder],
    signal: stop.signal,
    onProgress: ({ file, step }) => {
      if (file === "loans.csv" && step === "waiting") stop.abort(asked);
      if (file === "users.csv" && step === "checking")
        void other.query("SELECT pg_advisory_lock(hashtext('lethe.import'))");
    },
  });
  await expect(importing).rejects.toBe(asked);
  expect(await value("SELECT count(*)::int FROM patron.users")).toBe(3);
  await other.end();
  await nothingIsLeft();
});

test("a statement that waits for a lock does not keep a stopped import", async () => {
  await importText("users.csv", users(3));
  const other = new pg.Client(url());
  await other.connect();
  await other.query("BEGIN");
  await other.query("SELECT FROM patron.users FOR UPDATE");
  const stop = new AbortController();
  const importing = importText("users.csv", users(3).replaceAll("Name", "Other"), {
    signal: stop.signal,
  });
  const ended = expect(importing).rejects.toBe(asked);
  await somebodyWaits();
  stop.abort(asked);
  await ended;
  await other.end();
  expect(await value("SELECT count(*)::int FROM patron.users WHERE last_name LIKE 'Other%'")).toBe(
    0,
  );
});
