import { mkdtemp, writeFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { familyFiles } from "../test/family-files.ts";
import { counts, fixtures, freshLibrary, HEADER } from "./fresh-library.ts";
import { importFiles, type ImportOptions } from "./import.ts";
import { count } from "./merging.ts";

const { url, rows, value, importText, waitUntil } = freshLibrary();

const inBefore = "(users.csv went in before; importing again changes nothing there.)";
/** More than is looked at before an import begins. */
const manyLoans = `${HEADER}\n${Array.from({ length: 60_000 }, (_, n) => `L${n},anna,I${n},MAIN,2026-01-01,\n`).join("")}`;

/** Imports the users of the fixtures, and after them files of these names and contents. */
async function importAfterUsers(
  files: Record<string, string>,
  options: Partial<ImportOptions> = {},
) {
  const folder = await mkdtemp(path.join(process.env.LETHE_DATA!, "files-"));
  for (const [name, content] of Object.entries(files))
    await writeFile(path.join(folder, name), content);
  return importFiles(url(), { paths: [path.join(fixtures, "users.csv"), folder], ...options });
}

/** Right before the users are committed, by the session of this number. */
const beforeUsersAreIn = (
  work: (writing: number) => Promise<unknown>,
): Pick<ImportOptions, "beforeCommit"> => ({
  async beforeCommit(tx, _report, number) {
    if (number === 0) await work(await count(tx, sql`SELECT pg_backend_pid()`));
  },
});

const sessions =
  "FROM pg_stat_activity WHERE application_name = 'lethe import' AND datname = current_database()";
/** What a file that is read waits after: the statistics of its lines. */
const isRead = `state = 'idle in transaction' AND query LIKE 'ANALYZE work.import%'`;
const nextIs = {
  read: () => waitUntil(`SELECT count(*) = 1 ${sessions} AND ${isRead}`),
  "being read": () =>
    waitUntil(`SELECT count(*) = 1 ${sessions} AND query ~ '^(COPY|ANALYZE) work.import'`),
};
const stages = ["read", "being read"] as const;

const usersKept = () => value("SELECT count(*)::int FROM patron.users");
const loansKept = () => value("SELECT count(*)::int FROM patron.loan_links");
async function nothingIsLeft(): Promise<void> {
  await waitUntil(`SELECT count(*) = 0 ${sessions}`);
  expect(await rows("SELECT FROM pg_class WHERE relname ~ '^import_[0-9a-f]+_'")).toEqual([]);
}

test("while a file is written the next one is read, and no more; it finds whom the first brought", async () => {
  const told: string[] = [];
  let atWork: unknown;
  const { files } = await importAfterUsers(
    { "loans.csv": `${HEADER}\nA,anna,I1,MAIN,2026-01-01,\n`, "fees.csv": familyFiles["fees.csv"] },
    {
      onProgress: ({ file, step }) => told.push(`${file}: ${step}`),
      ...beforeUsersAreIn(async () => {
        await nextIs.read();
        atWork = await value(`SELECT count(*)::int ${sessions}`);
      }),
    },
  );
  expect(atWork).toBe(2);
  expect(files.map(counts).slice(0, 2)).toEqual([
    [3, 0, 0, 0, 0],
    [1, 0, 0, 0, 0],
  ]);
  const named = told.map((line) => line.split(":")[0]);
  expect(named.filter((name, at) => name !== named[at - 1])).toEqual([
    "users.csv",
    "loans.csv",
    "fees.csv",
  ]);
  expect(told).not.toContain("loans.csv: reading");
  await nothingIsLeft();
});

test("what cannot be read in a file is told when the one before is in", async () => {
  const broken = `${manyLoans}B,"anna`;
  const alone = await importText("loans.csv", broken).then(
    () => "nothing",
    (error: Error) => error.message,
  );
  const importing = importAfterUsers(
    { "loans.csv": broken },
    beforeUsersAreIn(() => waitUntil(`SELECT count(*) = 1 ${sessions}`)),
  );
  await expect(importing).rejects.toThrow(`${alone} ${inBefore}`);
  expect([await usersKept(), await loansKept()]).toEqual([3, 0]);
  await nothingIsLeft();
});

describe.each(stages)("while the next file is %s", (stage) => {
  test("a failure of the one before ends both, and leaves nothing", async () => {
    const failure = new Error("not this one");
    const importing = importAfterUsers(
      { "loans.csv": manyLoans },
      beforeUsersAreIn(async () => {
        await nextIs[stage]();
        throw failure;
      }),
    );
    await expect(importing).rejects.toBe(failure);
    expect([await usersKept(), await loansKept()]).toEqual([0, 0]);
    await nothingIsLeft();
  });

  test("a stop ends both, and leaves nothing", async () => {
    const stop = new AbortController();
    const asked = new Error("asked to stop");
    const importing = importAfterUsers(
      { "loans.csv": manyLoans },
      {
        signal: stop.signal,
        ...beforeUsersAreIn(async () => {
          await nextIs[stage]();
          stop.abort(asked);
          await waitUntil(`SELECT count(*) = 0 ${sessions}`);
        }),
      },
    );
    await expect(importing).rejects.toBe(asked);
    expect([await usersKept(), await loansKept()]).toEqual([0, 0]);
    await nothingIsLeft();
  });

  test("its connection may be lost: the one before is in, and the loss is told of the next", async () => {
    const importing = importAfterUsers(
      { "loans.csv": manyLoans },
      beforeUsersAreIn(async (writing) => {
        await nextIs[stage]();
        await rows(`SELECT pg_terminate_backend(pid) ${sessions} AND pid <> ${writing}`);
      }),
    );
    await expect(importing).rejects.toThrow(
      `was lost while loans.csv was imported. Import it again: what is in is not taken twice. ${inBefore}`,
    );
    expect([await usersKept(), await loansKept()]).toEqual([3, 0]);
    await nothingIsLeft();
  });
});

test("days that were read in a zone that has changed before they are written are refused", async () => {
  const other = new pg.Client(url());
  await other.connect();
  const importing = importAfterUsers(
    { "loans.csv": `${HEADER}\nA,anna,I1,MAIN,2026-01-01,\n` },
    {
      onProgress({ file, step }) {
        // The other comes between the two files.
        if (file === "users.csv" && step === "checking")
          void other.query("SELECT pg_advisory_lock(hashtext('lethe.import'))");
        if (file === "loans.csv" && step === "waiting")
          void rows("UPDATE console.institution SET time_zone = 'Asia/Tokyo'").then(() =>
            other.end(),
          );
      },
      ...beforeUsersAreIn(async () => {
        await nextIs.read();
        await waitUntil(`SELECT count(*) = 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      }),
    },
  );
  await expect(importing).rejects.toThrow(
    `The library's time zone was changed during the import. Import the file again. ${inBefore}`,
  );
  expect([await usersKept(), await loansKept()]).toEqual([3, 0]);
  await nothingIsLeft();
});
