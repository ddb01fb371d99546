import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase, type Database } from "#db/client.ts";
import type { Bench } from "./context.ts";
import type { BenchDatabase } from "./server.ts";
import { timeJob, type Beside } from "./workers.ts";

/** Loans a second that are returned or renewed, whether or not the server keeps up. */
const perSecond = 100;

/** Milliseconds that circulation goes on alone, to be compared with. */
const aloneMilliseconds = 8_000;

/** Milliseconds before that: pools fill and plans warm up. */
const settlingMilliseconds = 2_000;

export interface LiveFigure {
  without: Latency;
  with: Latency;
}

export interface Latency {
  samples: number;
  /** Milliseconds. */
  median: number;
  p99: number;
}

/** Returns and renewals of active loans, alone and beside a job with one worker. */
export async function measureLive({ server, library, runs, say }: Bench): Promise<LiveFigure> {
  const alone: number[] = [];
  const beside: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const quiet = await server.copy(library);
    const undisturbed = circulation(quiet);
    undisturbed.begin();
    await sleep(settlingMilliseconds);
    undisturbed.requested();
    await sleep(aloneMilliseconds);
    await undisturbed.end();
    alone.push(...undisturbed.samples);
    await server.drop(quiet);
    const busy = await server.copy(library);
    const disturbed = circulation(busy);
    await timeJob(busy, "retain", 1, { beside: disturbed });
    beside.push(...disturbed.samples);
    await server.drop(busy);
  }
  const figures = { without: latency(alone), with: latency(beside) };
  say(
    `live p99: ${figures.without.p99.toFixed(1)} ms alone, ${figures.with.p99.toFixed(1)} ms beside the job`,
  );
  return figures;
}

/** Circulation on connections of its own; each transaction's milliseconds from the request on. */
function circulation(database: BenchDatabase): Beside & { samples: number[] } {
  const db = openDatabase(database.url);
  const samples: number[] = [];
  const pending = new Set<Promise<void>>();
  const ending = new AbortController();
  let counts = false;
  let loop: Promise<void> | undefined;
  const circulate = async () => {
    const active = await activeLoans(db);
    const began = performance.now();
    for (let n = 0; !ending.signal.aborted && n < active.length; n += 1) {
      const due = began + (n * 1000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      const counted = counts;
      const one = touch(db, active[n] ?? 0, n % 2 === 0)
        // An open loop: a transaction's time counts from when it was due.
        .then(() => void (counted && samples.push(performance.now() - due)))
        .finally(() => pending.delete(one));
      pending.add(one);
    }
  };
  return {
    samples,
    begin: () => void (loop = circulate()),
    requested: () => void (counts = true),
    async end() {
      ending.abort();
      await loop;
      await Promise.all(pending);
      await db.end();
    },
  };
}

function latency(samples: number[]): Latency {
  const sorted = samples.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { samples: sorted.length, median: at(0.5), p99: at(0.99) };
}

async function activeLoans(db: Database): Promise<number[]> {
  return db.transaction("lethe_worker", async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(
      sql`SELECT loan_id AS id FROM patron.loan_links WHERE NOT finished ORDER BY hashint8(loan_id) LIMIT 20000`,
    );
    return rows.map(({ id }) => Number(id));
  });
}

/** A return or a renewal as an import writes it: the link is locked first, then link and record change. */
const touch = (db: Database, loan: number, returned: boolean): Promise<void> =>
  db.transaction("lethe_import", async (tx) => {
    await tx.execute(sql`SELECT FROM patron.loan_links WHERE loan_id = ${loan} FOR UPDATE`);
    if (returned) {
      await tx.execute(
        sql`UPDATE record.loans SET returned_on = current_date, ended_on = current_date WHERE id = ${loan}`,
      );
      await tx.execute(
        sql`UPDATE patron.loan_links SET returned_at = now(), ended_at = now(), ended_on = current_date, finished = true WHERE loan_id = ${loan}`,
      );
    } else {
      await tx.execute(
        sql`UPDATE record.loans SET due_on = due_on + 28, renewals = renewals + 1 WHERE id = ${loan}`,
      );
      await tx.execute(
        sql`UPDATE patron.loan_links SET due_at = due_at + interval '28 days' WHERE loan_id = ${loan}`,
      );
    }
  });
