import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeEach, expect } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { importFiles } from "#imports/import.ts";
import type { FileReport } from "#imports/report.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { startRun } from "#jobs/engine/start.ts";
import { workRun } from "#jobs/engine/work-run.ts";
import { families } from "#lib/families.ts";
import { copiesOf, type TestDatabase } from "./database.ts";
import { familyFiles } from "./family-files.ts";
import { readCounters } from "./many-loans.ts";
import { placesOf } from "./whole-database.ts";

const fixtures = path.resolve("imports", "fixtures");

/** Created, updated, unchanged, already anonymized, rejected. */
export const counts = (report: FileReport): number[] => [
  report.created,
  report.updated,
  report.unchanged,
  report.alreadyAnonymized,
  report.rejected,
];

/** A library of all four families, as imported, for each test of the file that calls this, and its runs. */
export function wholeLibrary() {
  let folder: string;
  let home: TestDatabase;
  let db: Database;
  const makeDataFolder = () => mkdtemp(path.join(tmpdir(), "lethe data "));
  /** Holds the key that the library was imported by. */
  let importedFolder = "";
  const imported = copiesOf(async (of) => {
    home = of;
    process.env.LETHE_DATA = importedFolder = await makeDataFolder();
    await importAll();
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lethe forgetting "));
    for (const [name, content] of Object.entries(familyFiles))
      await writeFile(path.join(folder, name), content);
    home = await imported();
    db = openDatabase(home.url);
    process.env.LETHE_DATA = await makeDataFolder();
    await cp(importedFolder, process.env.LETHE_DATA, { recursive: true });
  });
  afterEach(async () => {
    await db.end();
    await home.drop();
    await rm(folder, { recursive: true });
    await rm(process.env.LETHE_DATA!, { recursive: true });
    delete process.env.LETHE_DATA;
  });
  afterAll(() => rm(importedFolder, { recursive: true, force: true }));

  const importAll = async (): Promise<Record<string, number[]>> => {
    const { files } = await importFiles(home.url, { paths: [fixtures, folder] });
    return Object.fromEntries(files.map((report) => [report.format, counts(report)]));
  };
  /** Other lines for a family's file, under its own header. */
  async function importLines(name: keyof typeof familyFiles | "loans.csv", lines: string[]) {
    const header =
      name === "loans.csv"
        ? "loan_id,primary_id,item_barcode,library,location,loan_date,return_date,note"
        : familyFiles[name].split("\n")[0];
    const file = path.join(await mkdtemp(path.join(folder, "again-")), name);
    await writeFile(file, `${[header, ...lines].join("\n")}\n`);
    return (await importFiles(home.url, { paths: [file] })).files[0]!;
  }

  const rows = async (text: string) => (await home.pool.query(text)).rows;
  const value = async (text: string) => Object.values((await rows(text))[0] as object)[0];

  /** The boxes of every family, with the default rule letting everything go. */
  const settings = (records: boolean, notes: boolean, byDefault = true) =>
    home.pool.query(
      "UPDATE console.anonymization_families SET records = $1, notes = $2, default_anonymize = $3",
      [records, notes, byDefault],
    );

  const preview = () => db.transaction("lethe_web", (tx) => previewAnonymization(tx));

  /** Runs the job, holds its counters against its preview, and returns them. */
  async function run(): Promise<{ records: number; notes: number }> {
    const told = await preview();
    const { id } = await db.transaction("lethe_web", (tx) =>
      startRun(tx, { job: "anonymization", submittedVia: "screen", confirm: told.confirm }),
    );
    await workRun(db, id, { untilEnded: true });
    const counters = await readCounters(home.pool, id);
    const outcome = { records: counters.records ?? 0, notes: counters.notes ?? 0 };
    const sum = (measure: "records" | "notes") =>
      families.reduce((total, family) => total + told.families[family][measure], 0);
    expect(outcome).toEqual({ records: sum("records"), notes: sum("notes") });
    return outcome;
  }

  /** Everything that is counted of a record. */
  const statistics = () =>
    rows(`SELECT (SELECT json_agg(r ORDER BY id) FROM record.loans r) AS loans, (SELECT json_agg(r ORDER BY id) FROM record.fees r) AS fees,
      (SELECT json_agg(r ORDER BY id) FROM record.fee_transactions r) AS transactions, (SELECT json_agg(r ORDER BY id) FROM record.requests r) AS requests,
      (SELECT json_agg(r ORDER BY id) FROM record.borrowing_requests r) AS borrowing, (SELECT json_agg(r ORDER BY id) FROM record.lending_requests r) AS lending`);

  const linked = async () =>
    Object.fromEntries(
      await Promise.all(
        ["loan", "fee", "request", "borrowing"].map(async (family) => [
          family,
          (await rows(`SELECT source_number AS n FROM patron.${family}_links ORDER BY 1`))
            .map(({ n }: { n: string }) => n)
            .join(" "),
        ]),
      ),
    );

  return {
    importAll,
    importLines,
    rows,
    value,
    settings,
    preview,
    run,
    statistics,
    linked,
    pool: () => home.pool,
    /** Where a text stands, by schema.table. */
    placesOf: (text: string) => placesOf(home.pool, text),
  };
}
