import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { copiesOf, type TestDatabase } from "../test/database.ts";
import { holdUsers } from "../test/holds.ts";
import { familyFiles } from "../test/family-files.ts";
import { untilSomebodyWaits } from "../test/waiting.ts";
import { importFiles, type ImportOptions } from "./import.ts";
import type { FileReport } from "./report.ts";

export const fixtures = path.join(import.meta.dirname, "fixtures");
export const HEADER = "loan_id,primary_id,item_barcode,library,loan_date,return_date";
export const loan = (line: string) => `${HEADER}\n${line}\n`;

/** Created, updated, unchanged, already anonymized, rejected. */
export const counts = (report: FileReport | undefined): (number | undefined)[] => [
  report?.created,
  report?.updated,
  report?.unchanged,
  report?.alreadyAnonymized,
  report?.rejected,
];

/**
 * A database and a data folder, which holds its key, for each test of the file that calls this; as `fill`
 * has left them, else empty.
 */
export function freshLibrary(fill = async (): Promise<void> => {}) {
  let folder: string;
  let filledData: string;
  let database: TestDatabase;
  const filled = copiesOf(async (home) => {
    database = home;
    process.env.LETHE_DATA = filledData = await mkdtemp(path.join(folder, "filled-"));
    await fill();
  });
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lethe import "));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  beforeEach(async () => {
    database = await filled();
    process.env.LETHE_DATA = await mkdtemp(path.join(folder, "data-"));
    await cp(filledData, process.env.LETHE_DATA, { recursive: true });
  });
  afterEach(async () => {
    delete process.env.LETHE_SOURCE_KEY;
    delete process.env.LETHE_DATA;
    await database.drop();
  });

  const rows = async (text: string) => (await database.pool.query(text)).rows;
  /** The first column of the first row. */
  const value = async (text: string) => Object.values((await rows(text))[0] ?? {})[0];
  return {
    url: () => database.url,
    rows,
    value,
    /** Each row as a line of its values. */
    lines: async (text: string): Promise<string[]> =>
      (await rows(text)).map((row) =>
        Object.values<string | number | boolean | null>(row)
          .map((value) => value ?? "-")
          .join(" | "),
      ),
    importLibrary: (options: Partial<ImportOptions> = {}) =>
      importFiles(database.url, { paths: [fixtures], ...options }),
    /** Writes a file of this name and content, and imports it. */
    async importText(name: string, content: string | Buffer, options: Partial<ImportOptions> = {}) {
      const target = path.join(await mkdtemp(path.join(folder, "file-")), name);
      await writeFile(target, content);
      const report = await importFiles(database.url, { paths: [target], ...options });
      return report.files[0] as FileReport;
    },
    /** Imports the fixtures and a folder of the other families, and returns the latter's reports. */
    async importFamilies(options: Partial<ImportOptions> = {}): Promise<FileReport[]> {
      const target = await mkdtemp(path.join(folder, "families-"));
      for (const [name, content] of Object.entries(familyFiles))
        await writeFile(path.join(target, name), content);
      const { files } = await importFiles(database.url, { paths: [fixtures, target], ...options });
      return files.slice(2);
    },
    async hold(primaryId: string): Promise<void> {
      const user = `SELECT id FROM patron.users WHERE primary_id = '${primaryId}'`;
      await holdUsers(database.pool, Number(await value(user)));
    },
    somebodyWaits: () => untilSomebodyWaits(database.pool),
    async waitUntil(condition: string): Promise<void> {
      while (!(await value(`SELECT (${condition})`))) await sleep(20);
    },
  };
}
