import { migrate } from "#db/migrate.ts";
import { onCopy, median } from "./context.ts";
import { query, timed, type BenchDatabase, type BenchServer } from "./server.ts";
import { timeLettersPurge } from "./workers.ts";

/** Months that the letters are spread over, and the bytes of a letter's body. */
const months = 36;
const bodyBytes = 2_048;
const users = 100_000;

export interface LetterFigures {
  letters: number;
  /** Past their period. */
  past: number;
  /** Seconds, in the order measured. Every month keeps a fifth of its letters: all is removed by batches. */
  batches: { delete: number[]; job: number[] };
  /** The oldest four fifths of the months go as a whole. */
  months: { delete: number[]; job: number[] };
  /** One month: the bare statement, and the function that looks at each letter before. */
  month: { drop: number[]; checkedDrop: number[] };
  /** Milliseconds of the database for the first page of a user with 10,000 letters. */
  ratios: { jobOverDelete: number; monthsJobOverDelete: number };
}

interface Options {
  letters: number;
  runs: number;
  say(line: string): void;
}

/** Every figure of the letters, on one server in one run; each measurement on a fresh copy. */
export async function measureLetters(
  server: BenchServer,
  options: Options,
): Promise<LetterFigures> {
  const { letters, runs, say } = options;
  say(`Seeding ${letters} letters …`);
  const library = await seedLetters(server, letters);
  const figures: LetterFigures = {
    letters,
    past: 0,
    batches: { delete: [], job: [] },
    months: { delete: [], job: [] },
    month: { drop: [], checkedDrop: [] },
    ratios: { jobOverDelete: NaN, monthsJobOverDelete: NaN },
  };
  const at = { server, say };
  const bench = { ...at } as Parameters<typeof onCopy>[0];
  for (const [kind, periods] of Object.entries({
    batches: fourOfFiveTypes,
    months: fourOfFiveMonths,
  }) as ["batches" | "months", string][]) {
    await query(library, periods);
    const [count] = await query(
      library,
      `SELECT count(*)::int AS n FROM patron.letters l WHERE ${pastNow}`,
    );
    figures.past = Number(count?.n);
    say(`${kind}: ${figures.past} past their period`);
    for (let run = 0; run < runs; run += 1) {
      figures[kind].job.push(
        await onCopy(bench, library, `letters by ${kind}: job`, timeLettersPurge),
      );
      figures[kind].delete.push(
        await onCopy(bench, library, `letters by ${kind}: bare DELETE`, (copy) =>
          timed(
            copy,
            `DELETE FROM patron.letters l USING console.letter_types t WHERE t.code = l.letter_code AND l.created_on < current_date - t.retention_days`,
          ),
        ),
      );
    }
  }
  figures.ratios = {
    jobOverDelete: median(figures.batches.job) / median(figures.batches.delete),
    monthsJobOverDelete: median(figures.months.job) / median(figures.months.delete),
  };
  return figures;
}

const pastNow = `l.created_on < current_date - (SELECT retention_days FROM console.letter_types t WHERE t.code = l.letter_code)`;

/** The types that letters are of, numbered from 1. */
const types = `(SELECT code, row_number() OVER (ORDER BY code) AS n FROM console.letter_types WHERE patron_facing ORDER BY code LIMIT 40)`;

/** Four of five types lose all their letters, the fifth keeps them: no month goes as a whole. */
const fourOfFiveTypes = `UPDATE console.letter_types SET retention_days = NULL;
  UPDATE console.letter_types SET retention_days = 1 WHERE code IN (SELECT code FROM ${types} AS used WHERE n % 5 <> 0)`;

const fourOfFiveMonths = `UPDATE console.letter_types SET retention_days = current_date - (date_trunc('month', current_date) - interval '7 months')::date`;

async function seedLetters(server: BenchServer, letters: number): Promise<BenchDatabase> {
  const database = await server.create("bench_letters");
  await migrate(database.url);
  await query(
    database,
    `SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
     INSERT INTO record.sources (name) VALUES ('alma');
     INSERT INTO patron.users (primary_id, last_name) SELECT 'P' || n, 'Last ' || n FROM generate_series(1, ${users}) n;
     SELECT patron.make_letter_month((date_trunc('month', current_date) - make_interval(months => n))::date) FROM generate_series(1, ${months}) n;`,
  );
  await query(
    database,
    `SET session_replication_role = replica; SET work_mem = '256MB';
     INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, body, source_id, source_number)
     SELECT 1 + mod(abs(hashint8extended(n, 1)), ${users}), (t.codes)[1 + mod(abs(hashint8extended(n, 2)), 40)], 'email', d + time '10:00', d, true,
       'A subject of the usual length ' || n, repeat(md5(n::text), ${bodyBytes / 32}), 1, 'letter-' || n
     FROM generate_series(1, ${letters}::bigint) n,
       LATERAL (SELECT (date_trunc('month', current_date) - interval '1 day')::date - mod(abs(hashint8extended(n, 3)), ${30 * months})::int AS d) AS day,
       (SELECT array_agg(code ORDER BY n) AS codes FROM ${types} AS used) AS t`,
  );
  await query(database, "VACUUM ANALYZE patron.letters");
  await query(database, "ANALYZE");
  return database;
}
