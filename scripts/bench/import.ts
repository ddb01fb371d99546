import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { migrate } from "#db/migrate.ts";
import { query, type BenchServer } from "./server.ts";
import { peakMegabytes } from "./workers.ts";

export interface ImportFigure {
  loans: number;
  seconds: number;
  perSecond: number;
  peakMegabytes: number | null;
}

/** Users of the library that the loans are imported into. */
const loansPerUser = 10;

/** The command line's import of one CSV file of loans into a library that knows the users. */
export async function timeImport(
  server: BenchServer,
  loans: number,
  say: (line: string) => void,
): Promise<ImportFigure> {
  const database = await server.create("bench_import");
  await migrate(database.url);
  const folder = path.resolve(".data", "bench", "import");
  await mkdir(folder, { recursive: true });
  const users = Math.ceil(loans / loansPerUser);
  await write(path.join(folder, "users.csv"), usersCsv(users));
  await write(path.join(folder, "loans.csv"), loansCsv(loans, users));
  try {
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      LETHE_SOURCE_KEY: Buffer.alloc(32, 7).toString("base64"),
    };
    await importing(path.join(folder, "users.csv"), env);
    const { seconds, peak } = await importing(path.join(folder, "loans.csv"), env);
    const [count] = await query(database, "SELECT count(*)::int AS n FROM patron.loan_links");
    if (Number(count?.n) !== loans)
      throw new Error(`${String(count?.n)} of ${loans} loans were imported`);
    say(`import of ${loans} loans: ${seconds.toFixed(1)} s`);
    return { loans, seconds, perSecond: loans / seconds, peakMegabytes: peak };
  } finally {
    await rm(folder, { recursive: true, force: true });
    await server.drop(database);
  }
}

async function importing(
  file: string,
  env: NodeJS.ProcessEnv,
): Promise<{ seconds: number; peak: number | null }> {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", "tsx", path.resolve("cli", "main.ts"), "import", file, "--json"],
    {
      env,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  let peak: number | null = null;
  const watch = setInterval(
    () => void peakMegabytes(child).then((now) => (peak = now ?? peak)),
    200,
  );
  const [code] = (await once(child, "exit")) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return { seconds: (performance.now() - began) / 1000, peak };
}

const write = (file: string, lines: Iterable<string>) => pipeline(lines, createWriteStream(file));

function* usersCsv(users: number): Generator<string> {
  yield "primary_id,first_name,last_name,user_group,expiry_date\n";
  for (let n = 1; n <= users; n += 1)
    yield `P${n},First ${n % 900},Last ${n % 9000},G${1 + (n % 8)},2027-01-01\n`;
}

function* loansCsv(loans: number, users: number): Generator<string> {
  yield "loan_id,primary_id,item_barcode,title,author,call_number,library,location,loan_date,due_date,return_date,note\n";
  for (let n = 1; n <= loans; n += 1) {
    const item = 1 + ((n * 7919) % Math.ceil(loans / 10));
    const month = String(1 + (n % 12)).padStart(2, "0");
    const day = String(1 + (n % 28)).padStart(2, "0");
    const note = n % 10 === 0 ? `A note of the usual length on loan ${n}` : "";
    yield `loan-${n},P${1 + ((n * 104_729) % users)},B${item},A title of usual length ${item},Author ${item % 5000},QA ${item},L${1 + (n % 8)},S${1 + (n % 5)},202${1 + (n % 4)}-${month}-${day}T10:00:00Z,,202${2 + (n % 4)}-${month}-${day}T15:30:00Z,${note}\n`;
  }
}
