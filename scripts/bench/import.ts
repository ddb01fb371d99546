import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { migrate } from "#db/migrate.ts";
import { importCommand, type Imported } from "./import-command.ts";
import { loansCsv, sizesOf, usersCsv, usersXml, write, writeLibrary } from "./library-files.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";

export interface ImportFigure {
  loans: number;
  seconds: number;
  perSecond: number;
  peakMegabytes: number | null;
}

/** Users of the library that the loans are imported into. */
const loansPerUser = 10;

/** The command line's import of one CSV file of loans into a library that knows the users. */
export const timeImport = (
  server: BenchServer,
  loans: number,
  say: (line: string) => void,
): Promise<ImportFigure> =>
  intoEmpty(server, async (database, folder) => {
    const users = Math.ceil(loans / loansPerUser);
    const [usersFile, loansFile] = [path.join(folder, "users.csv"), path.join(folder, "loans.csv")];
    await write(usersFile, usersCsv(users));
    await write(loansFile, loansCsv(loans, users));
    await importCommand(database, usersFile);
    const { seconds, peakMegabytes } = await importCommand(database, loansFile);
    const [count] = await query(database, "SELECT count(*)::int AS n FROM patron.loan_links");
    if (Number(count?.n) !== loans)
      throw new Error(`${String(count?.n)} of ${loans} loans were imported`);
    say(`import of ${loans} loans: ${seconds.toFixed(1)} s`);
    return { loans, seconds, perSecond: loans / seconds, peakMegabytes };
  });

/** Of a folder with all families, in one command. */
export const timeFolder = (
  server: BenchServer,
  records: number,
  gzipped: boolean,
): Promise<Imported> =>
  intoEmpty(server, async (database, folder) => {
    await writeLibrary(folder, sizesOf(records), gzipped);
    return wholly(await importCommand(database, folder));
  });

/** Of users of Alma's XML, new ones and then the same again. */
export const timeUsers = (
  server: BenchServer,
  users: number,
): Promise<{ created: Imported; again: Imported }> =>
  intoEmpty(server, async (database, folder) => {
    const file = path.join(folder, "users.xml");
    await write(file, usersXml(users));
    return {
      created: wholly(await importCommand(database, file)),
      again: wholly(await importCommand(database, file)),
    };
  });

function wholly(imported: Imported): Imported {
  const refused = imported.files.find(({ rejected }) => rejected > 0);
  if (refused) throw new Error(`${refused.file}: ${refused.rejects[0]?.reason}`);
  return imported;
}

async function intoEmpty<T>(
  server: BenchServer,
  work: (database: BenchDatabase, folder: string) => Promise<T>,
): Promise<T> {
  const database = await server.create("bench_import");
  const folder = path.resolve(".data", "bench", "import");
  try {
    await migrate(database.url);
    await mkdir(folder, { recursive: true });
    return await work(database, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.drop(database);
  }
}
