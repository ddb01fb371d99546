import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { prepareRun } from "#jobs/engine/prepare.ts";
import { startRun } from "#jobs/engine/start.ts";
import { purgeBatch } from "#jobs/purge-users/batch.ts";
import { parsePurge } from "#jobs/purge-users/frozen.ts";
import { deletePolicies, type DeletePolicy } from "#lib/purge-fields.ts";
import { onCopy } from "./context.ts";
import { query, type BenchDatabase, type BenchServer } from "./server.ts";
import { timePurge } from "./workers.ts";

/** Of each user. */
const loans = 20;
const letters = 3;
/** Users that the loop is measured on; what it would take for all is reckoned from them. */
const loopedUsers = 2_000;

export interface PurgeFigures {
  users: number;
  /** Users of the loop. */
  looped: number;
  policies: Partial<Record<DeletePolicy, PolicyFigures>>;
}

/** Seconds, in the order measured; of the loop for as many users as it was measured on. */
export interface PolicyFigures {
  job: number[];
  loop: number[];
}

interface Options {
  users: number;
  runs: number;
  say(line: string): void;
}

/** A purge of everybody under a policy that keeps the row and one that does not, by the job and one by one. */
export async function measurePurge(
  server: BenchServer,
  { users, runs, say }: Options,
): Promise<PurgeFigures> {
  say(`Seeding ${users} users …`);
  const library = await seedUsers(server, users);
  const looped = Math.min(loopedUsers, users);
  const policies: PurgeFigures["policies"] = {};
  for (const policy of deletePolicies.slice(2)) {
    await query(library, `UPDATE console.institution SET delete_user_policy = '${policy}'`);
    const figures: PolicyFigures = { job: [], loop: [] };
    for (let run = 0; run < runs; run += 1) {
      figures.job.push(await onCopy({ server, say }, library, `${policy}: job`, timePurge));
      figures.loop.push(
        await onCopy({ server, say }, library, `${policy}: loop over ${looped} users`, (copy) =>
          timeLoop(copy, looped),
        ),
      );
    }
    policies[policy] = figures;
  }
  await server.drop(library);
  return { users, looped, policies };
}

/** The job's own statements for one user after the other, each in a transaction of its own that waits for the disk. */
async function timeLoop(database: BenchDatabase, users: number): Promise<number> {
  const db = openDatabase(database.url);
  try {
    const { id } = await db.transaction("lethe_web", (tx) =>
      startRun(tx, {
        job: "purge-users",
        options: { recordType: "public" },
        submittedVia: "commandLine",
        confirm: 1_000_000_000,
      }),
    );
    const { run } = await db.transaction("lethe_worker", (tx) => prepareRun(tx, id));
    const told = { ...run, frozen: parsePurge(run.frozen) };
    const began = performance.now();
    for (let user = 1; user <= users; user += 1) {
      await db.transaction("lethe_worker", (tx) =>
        purgeBatch(tx, told, { part: "users", after: user - 1, upTo: user }, 1),
      );
    }
    return (performance.now() - began) / 1000;
  } finally {
    await db.end();
  }
}

async function seedUsers(server: BenchServer, users: number): Promise<BenchDatabase> {
  const database = await server.create("bench_purge");
  await migrate(database.url);
  await query(
    database,
    `INSERT INTO record.sources (name) VALUES ('alma');
     INSERT INTO record.libraries (code, name) VALUES ('MAIN', 'Main');
     INSERT INTO record.user_groups (code, name) VALUES ('STUDENT', 'Student');
     INSERT INTO record.statistical_categories (type, category) VALUES ('FACULTY', 'ARTS'), ('FACULTY', 'LAW');
     INSERT INTO record.profiles (user_group_id, category_ids) VALUES (1, '{1}');
     INSERT INTO record.items (barcode) SELECT 'B' || n FROM generate_series(1, 1000) n;
     SELECT patron.make_letter_month((date_trunc('month', current_date) - make_interval(months => n))::date) FROM generate_series(1, 12) n`,
  );
  const everyUser = `FROM generate_series(1, ${users}) u`;
  await query(
    database,
    `SET session_replication_role = replica;
     INSERT INTO patron.users (primary_id, first_name, last_name, user_group_id, purge_date, expiry_date, preferred_language, birth_date)
       SELECT 'P' || u, 'First ' || u, 'Last ' || u, 1, current_date - 10, current_date - 400, 'en', '1990-01-01' ${everyUser};
     INSERT INTO patron.user_identifiers (user_id, type, value) SELECT u, 'BARCODE', 'C' || u ${everyUser};
     INSERT INTO patron.user_addresses (user_id, address) SELECT u, u || ' Some Street' ${everyUser};
     INSERT INTO patron.user_emails (user_id, email) SELECT u, 'user' || u || '@example.org' ${everyUser};
     INSERT INTO patron.user_phones (user_id, phone) SELECT u, '+41 ' || u ${everyUser};
     INSERT INTO patron.user_notes (user_id, text) SELECT u, 'A note of the usual length ' || n FROM generate_series(1, ${users}) u, generate_series(1, 2) n;
     INSERT INTO patron.user_blocks (user_id, code) SELECT u, 'LOST' ${everyUser};
     INSERT INTO patron.user_roles (user_id, code) SELECT u, '200' ${everyUser};
     INSERT INTO patron.user_categories (user_id, category_id) SELECT u, n FROM generate_series(1, ${users}) u, generate_series(1, 2) n;
     INSERT INTO record.loans (library_id, profile_id, item_id, loaned_on, returned_on, ended_on)
       SELECT 1, 1, 1 + n % 1000, current_date - 500, current_date - 450, current_date - 450 FROM generate_series(1, ${users * loans}) n;
     INSERT INTO patron.loan_links (loan_id, user_id, loaned_at, returned_at, ended_at, ended_on, finished, library_id, profile_id, source_id, source_number)
       SELECT n, 1 + (n - 1) % ${users}, current_date - 500, current_date - 450, current_date - 450, current_date - 450, true, 1, 1, 1, 'loan-' || n
       FROM generate_series(1, ${users * loans}) n;
     INSERT INTO patron.letters (user_id, letter_code, channel, created_at, created_on, sent, subject, body, source_id, source_number)
       SELECT 1 + (n - 1) % ${users}, 'FulLoanReceiptLetter', 'email', day + time '10:00', day, true, 'A subject', repeat(md5(n::text), 16), 1, 'letter-' || n
       FROM generate_series(1, ${users * letters}) n,
         LATERAL (SELECT (date_trunc('month', current_date) - make_interval(days => 1 + (n * 7) % 330))::date AS day) AS days`,
  );
  await query(database, "VACUUM ANALYZE");
  return database;
}
