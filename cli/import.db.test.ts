import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileReport } from "#imports/report.ts";
import { testDatabase, type TestDatabase } from "../test/database.ts";
import { zip } from "../test/zip.ts";
import { lethe, type Ended } from "./testing.ts";

let home: TestDatabase;
let folder: string;
beforeAll(async () => {
  home = await testDatabase();
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "lethe import "));
  await fs.writeFile(
    path.join(folder, "users.csv"),
    "primary_id,last_name\np1,Lovelace\np2,Turing\n",
  );
  await fs.writeFile(
    path.join(folder, "loans.csv"),
    "loan_id,primary_id,item_barcode,library,loan_date,return_date\n1,p1,B1,MAIN,2026-01-02,2026-02-03\n2,p9,B2,MAIN,2026-01-02,\n",
  );
});
afterAll(async () => {
  await home.drop();
  await fs.rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  lethe(args, { env: { DATABASE_URL: home.url, LETHE_DATA: path.join(folder, "data") } });
const error = ({ json }: Ended) => (json() as { error: string }).error;
const loans = async () =>
  Number((await home.pool.query("SELECT count(*) FROM record.loans")).rows[0].count);

test("a demo is filled once, and gives way to real records only when told to", async () => {
  const demo = await run("demo", "--users", "30", "--loans", "200", "--seed", "7", "--json");
  expect(demo.json()).toEqual({ users: 30, loans: 200, seed: 7 });
  expect(await loans()).toBe(200);
  const again = await run("demo", "--json");
  expect(again.code).toBe(1);
  expect(error(again)).toMatch(/not empty/);
  const refused = await run("import", folder, "--json");
  expect(refused.code).toBe(1);
  expect(error(refused)).toMatch(/--replace-demo/);
  expect(await loans()).toBe(200);

  await home.pool.query(
    "UPDATE console.schedules SET active = true, next_run_at = now() WHERE job = 'anonymization'",
  );
  const imported = await run("import", folder, "--replace-demo", "--json");
  expect(imported.code).toBe(0);
  expect(imported.stderr.trim().split("\n").at(-1)).toBe(
    "1 line rejected; the rest is in. --json lists each with its reason.",
  );
  expect(imported.json()).toMatchObject({ madeInactive: ["anonymization"] });
  const { rows } = await home.pool.query("SELECT FROM console.schedules WHERE active");
  expect(rows).toEqual([]);
  const counts = { updated: 0, unchanged: 0, alreadyAnonymized: 0 };
  expect(imported.json()).toMatchObject({
    files: [
      {
        file: "users.csv",
        format: "users",
        read: 2,
        created: 2,
        rejected: 0,
        rejects: [],
        ...counts,
      },
      {
        ...{ file: "loans.csv", format: "loans", read: 2, created: 1, rejected: 1, ...counts },
        rejects: [{ line: 3, column: "primary_id" }],
      },
    ],
  });
  expect(await loans()).toBe(1);
});

test("a dry run counts and keeps nothing; a file that is not there is refused by name", async () => {
  const before = await loans();
  const dry = await run(
    "import",
    path.join(folder, "loans.csv"),
    "--dry-run",
    "--source",
    "other",
    "--json",
  );
  expect(dry.json()).toMatchObject({ files: [{ read: 2, created: 1, rejected: 1 }] });
  expect(await loans()).toBe(before);
  const missing = await run("import", path.join(folder, "none.csv"), "--json");
  expect(missing.code).toBe(1);
  expect(error(missing)).toMatch(/There is no file or folder ".*none\.csv"/);
});

test("an archive of Alma's users goes in, and a refused one is told by its line and number", async () => {
  const archive = path.join(folder, "export.zip");
  const users = "<users><user><primary_id>x1</primary_id></user><user/></users>";
  await fs.writeFile(archive, zip([{ name: "2026/patrons.xml", content: users }]));
  const told = await run("import", archive);
  expect(told.code).toBe(0);
  expect(told.stdout).toMatch(/export\.zip\/2026\/patrons\.xml +2 +1 /);
  expect(told.stdout).toContain("line 1 (record 2), primary_id: primary_id is empty.");
  const json = await run("import", archive, "--json");
  expect(json.json()).toMatchObject({
    files: [{ format: "users", unchanged: 1, rejects: [{ line: 1, record: 2 }] }],
  });
  const wrong = await run("import", archive, "--format", "loans", "--json");
  expect(wrong.code).toBe(1);
  expect(error(wrong)).toBe(
    '"patrons.xml" is not taken: users alone come as XML or JSON; loans come as CSV.',
  );
});

test.each([
  ["an import", []],
  ["a dry run", ["--dry-run"]],
])("--rejects lists every line that %s rejects, however many", async (_what, more) => {
  const bad = path.join(folder, "loans.csv");
  const good = path.join(folder, "users.csv");
  const lines = Array.from({ length: 10_050 }, (_, n) => `${n + 10},nobody,B1,MAIN,2026-01-02,\n`);
  await fs.writeFile(
    bad,
    ["loan_id,primary_id,item_barcode,library,loan_date,return_date\n", ...lines].join(""),
  );
  const to = path.join(folder, "rejected.csv");
  const told = await run("import", good, bad, "--rejects", to, "--json", ...more);
  expect(told.stderr.trim().split("\n").at(-1)).toBe(
    `10,050 lines ${more.length ? "would be rejected" : "rejected; the rest is in"}. ${to} lists each with its reason.`,
  );
  const report = (told.json() as { files: FileReport[] }).files[1];
  expect(report).toMatchObject({ rejected: 10_050, moreRejects: 50 });
  expect(report?.rejects).toHaveLength(10_000);
  const [head, ...rows] = (await fs.readFile(to, "utf8")).trimEnd().split("\r\n");
  expect(head).toBe("file,line,record,column,reason");
  expect(rows.map((row) => row.split(",", 4).join(","))).toEqual(
    lines.map((_, n) => `loans.csv,${n + 2},,primary_id`),
  );
});

test("where a later file is refused, the rejected lines of those that went in are kept", async () => {
  const head = "loan_id,primary_id,item_barcode,library,loan_date,return_date\n";
  const line = "7,nobody,B1,MAIN,2026-01-02,\n";
  const lines = { a: line, b: `${line.repeat(60_000)}8,"never closed\n` };
  for (const [name, text] of Object.entries(lines))
    await fs.writeFile(path.join(folder, `${name}-loans.csv`), head + text);
  const to = path.join(folder, "kept.csv");
  const files = ["a-loans.csv", "b-loans.csv"].map((name) => path.join(folder, name));
  const told = await run("import", ...files, "--format", "loans", "--rejects", to);
  expect(told.code).toBe(1);
  expect((await fs.readFile(to, "utf8")).split("\r\n")[1]).toMatch(/^a-loans.csv,2,,primary_id,/);
});

test("a file that is not to be written is refused before anything goes in", async () => {
  const users = path.join(folder, "users.csv");
  const before = (await home.pool.query("SELECT count(*) FROM console.audit")).rows;
  const told = await run(
    "import",
    users,
    "--rejects",
    path.join(folder, "none", "x.csv"),
    "--json",
  );
  expect(told.code).toBe(1);
  expect(error(told)).toMatch(/There is no folder for/);
  expect((await home.pool.query("SELECT count(*) FROM console.audit")).rows).toEqual(before);
});
