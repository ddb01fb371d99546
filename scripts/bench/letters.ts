import { openDatabase, type Tx } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { listLetters } from "#db/queries/letters.ts";
import { countByType } from "#jobs/purge-letters/preview.ts";
import { median, onCopy } from "./context.ts";
import { query, timed, type BenchDatabase, type BenchServer } from "./server.ts";
import { timeLettersPurge } from "./workers.ts";

/** Months that the letters are spread over, types they are of, and users they are to. */
const months = 36;
const types = 40;
const users = 100_000;
const bodyBytes = 2_048;
/** Letters of one user besides, whose first page is looked at. */
const lettersOfOne = 10_000;
/** Looks at that page and at the counts of the configuration screen; their median counts. */
const looks = 21;

export interface LetterFigures {
  letters: number;
  /** A fifth of each month stays, so that all is removed by batches. */
  batches: Compared;
  /** The oldest four fifths of the months go as a whole. */
  months: Compared;
  /** Seconds: one month by a bare DROP, and by the function that looks at each letter before. */
  drop: number[];
  checkedDrop: number[];
  /** Milliseconds: the first page of a user with 10,000 letters, and the counts of every letter type. */
  firstPage: number;
  counts: number;
}

interface Compared {
  past: number;
  /** Seconds, in the order measured. */
  delete: number[];
  job: number[];
}

interface Options {
  letters: number;
  runs: number;
  say(line: string): void;
}

/** Every figure of the letters, on one server in one run; each measurement on a fresh copy. */
export async function measureLetters(
  server: BenchServer,
  { letters, runs, say }: Options,
): Promise<LetterFigures> {
  say(`Seeding ${letters} letters …`);
  const library = await seedLetters(server, letters);
  const on = (what: string, time: (copy: BenchDatabase) => Promise<number>) =>
    onCopy({ server, say }, library, what, time);
  const compare = async (what: string, periods: string): Promise<Compared> => {
    await query(library, periods);
    const [count] = await query(library, `SELECT count(*)::int AS n FROM ${pastLetters}`);
    const compared: Compared = { past: Number(count?.n), delete: [], job: [] };
    for (let run = 0; run < runs; run += 1) {
      compared.job.push(await on(`${what}: job`, timeLettersPurge));
      compared.delete.push(
        await on(`${what}: bare DELETE`, (copy) =>
          timed(copy, `DELETE FROM patron.letters l USING console.letter_types t WHERE ${past}`),
        ),
      );
    }
    return compared;
  };
  const batches = await compare("letters by batches", periodsOfMostTypes);
  const wholeMonths = await compare("letters by months", periodsOfMostMonths);
  const oldest = await oldestPartition(library);
  const [drop, checkedDrop]: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run += 1) {
    drop.push(await on("one month: DROP", (copy) => timed(copy, `DROP TABLE ${oldest}`)));
    checkedDrop.push(await on("one month: looked at and dropped", timeCheckedDrop));
  }
  const firstPage = await timeLooks(library, (tx) => listLetters(tx, users + 1));
  const counts = await timeLooks(library, countByType);
  say(`first page ${firstPage.toFixed(1)} ms, counts ${counts.toFixed(0)} ms`);
  await server.drop(library);
  return { letters, batches, months: wholeMonths, drop, checkedDrop, firstPage, counts };
}

const past = "t.code = l.letter_code AND l.created_on < current_date - t.retention_days";
const pastLetters = `patron.letters l JOIN console.letter_types t ON ${past}`;

/** The types that letters are of, numbered from 1. */
const numbered = `(SELECT code, row_number() OVER (ORDER BY code) AS n FROM console.letter_types WHERE patron_facing ORDER BY code LIMIT ${types})`;

/** Four of five types lose all their letters, the fifth keeps them: no month goes as a whole. */
const periodsOfMostTypes = `UPDATE console.letter_types SET retention_days = NULL;
  UPDATE console.letter_types SET retention_days = 1 WHERE code IN (SELECT code FROM ${numbered} AS used WHERE n % 5 <> 0)`;

/** Every type keeps its letters from the first day of the eighth month before this on. */
const periodsOfMostMonths = `UPDATE console.letter_types
  SET retention_days = current_date - (date_trunc('month', current_date) - interval '7 months')::date`;

const oldestMonth = `(date_trunc('month', current_date) - interval '${months - 1} months')::date`;

async function seedLetters(server: BenchServer, letters: number): Promise<BenchDatabase> {
  const database = await server.create("bench_letters");
  await migrate(database.url);
  await query(
    database,
    `INSERT INTO record.sources (name) VALUES ('alma');
     INSERT INTO patron.users (primary_id, last_name) SELECT 'P' || n, 'Last ' || n FROM generate_series(1, ${users + 1}) n;
     SELECT patron.make_letter_month((date_trunc('month', current_date) - make_interval(months => n))::date) FROM generate_series(1, ${months}) n`,
  );
  const insert = (from: number, to: number, user: string) => `
    SET session_replication_role = replica;
    INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, body, source_id, source_number)
    SELECT ${user}, codes[1 + mod(abs(hashint8extended(n, 2)), ${types})], 'email', day + time '10:00', day, true,
      'A subject of the usual length ' || n, repeat(md5(n::text), ${bodyBytes / 32}), 1, 'letter-' || n
    FROM generate_series(${from}::bigint, ${to}) n,
      LATERAL (SELECT (date_trunc('month', current_date) - interval '1 day')::date - mod(abs(hashint8extended(n, 3)), ${30 * months})::int AS day) AS days,
      (SELECT array_agg(code ORDER BY n) AS codes FROM ${numbered} AS used) AS known`;
  await query(database, insert(1, letters, `1 + mod(abs(hashint8extended(n, 1)), ${users})`));
  await query(database, insert(letters + 1, letters + lettersOfOne, `${users + 1}`));
  await query(database, "VACUUM ANALYZE");
  return database;
}

/** The run's own way to the drop: an open run with its plan, and the function that it calls. */
async function timeCheckedDrop(database: BenchDatabase): Promise<number> {
  await query(
    database,
    `INSERT INTO console.job_runs (job, status, submitted_via, started_at, cut_off, time_zone, frozen)
     SELECT 'letters-purge', 'running', 'commandLine', now(), current_date, 'UTC',
       jsonb_build_object('periods', jsonb_object_agg(code, 1)) FROM console.letter_types;
     INSERT INTO console.job_bulks (run_id, part, low, high, cursor, planned)
     SELECT 1, to_char(${oldestMonth}, 'YYYY-MM'), 0, max(id), -1, 0 FROM patron.letters`,
  );
  return timed(database, `SELECT patron.drop_letter_month(1, ${oldestMonth})`);
}

/** The name of the oldest month that is full. */
async function oldestPartition(database: BenchDatabase): Promise<string> {
  const [row] = await query(
    database,
    `SELECT 'patron.letters_' || to_char(${oldestMonth}, 'YYYY_MM') AS name`,
  );
  return String(row?.name);
}

/** Milliseconds that a screen's query takes, from Node and back. */
async function timeLooks(
  database: BenchDatabase,
  look: (tx: Tx) => Promise<unknown>,
): Promise<number> {
  const db = openDatabase(database.url);
  try {
    const times = [];
    for (let n = 0; n < looks; n += 1) {
      times.push(
        await db.transaction("lethe_web", async (tx) => {
          const began = performance.now();
          await look(tx);
          return performance.now() - began;
        }),
      );
    }
    return median(times);
  } finally {
    await db.end();
  }
}
