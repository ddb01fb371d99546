import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { sqlState } from "#db/errors.ts";
import { seeded } from "./random.ts";

/*
 * A process of circulation: returns, renewals, loans brought back, fees opened and paid, requests placed and
 * fulfilled, each as a writer of Lethe does it: who makes a record active again, or names it, locks its
 * link first and refuses if it is gone. Told by TRAFFIC what to do; begins and ends when its parent says so.
 */

export interface TrafficOrders {
  url: string;
  seed: number;
  agents: number;
  /** All of it; loans locked in falling order, which no batch does; or what takes a loan from under a batch. */
  kind?: "all" | "crosswise" | "under a batch";
}
export interface TrafficTold {
  done: number;
  refused: number;
  errors: Record<string, number>;
}

const orders = JSON.parse(process.env.TRAFFIC ?? "{}") as TrafficOrders;
const pool = new pg.Pool({ connectionString: orders.url, max: orders.agents });
pool.on("error", () => {});
// A lost connection is told by its query.
pool.on("connect", (client) => client.on("error", () => {}));
const told: TrafficTold = { done: 0, refused: 0, errors: {} };
const ending = new AbortController();
process.once("disconnect", () => process.exit());

type Act = (client: pg.PoolClient, random: () => number) => Promise<boolean>;
const one = async (client: pg.PoolClient, text: string, values: unknown[] = []) =>
  (await client.query<{ id: string }>(text, values)).rows[0]?.id ?? null;
const touched = (client: pg.PoolClient, family: string, id: string) =>
  client.query("INSERT INTO faults.touched VALUES ($1, $2)", [family, id]);
/** Milliseconds, at most, between a lock and its commit. */
const longest = orders.kind === "under a batch" ? 300 : 40;
const held = (random: () => number) => sleep(random() * longest);

const anywhere =
  "(SELECT min(loan_id) + (max(loan_id) - min(loan_id)) * $2::float8 FROM patron.loan_links)";
/** Among the next hundred keys of a bulk that is worked on: those that a batch is about to take. */
const aheadOfBatch = (part: string) =>
  `(SELECT cursor + 100 * $2::float8 FROM console.job_bulks WHERE status = 'working' AND part = '${part}' LIMIT 1)`;

/** A loan at random, locked, if it is still linked. */
const loan = (client: pg.PoolClient, random: () => number, finished: boolean, lock: string) =>
  one(
    client,
    `SELECT loan_id AS id FROM patron.loan_links WHERE finished = $1 AND loan_id >=
       ${orders.kind === "under a batch" ? aheadOfBatch("loans") : anywhere} ORDER BY loan_id LIMIT 1 ${lock}`,
    [finished, random() * 0.98],
  );

const returns: Act = async (client, random) => {
  const id = await loan(client, random, false, "FOR UPDATE");
  if (!id) return false;
  await touched(client, "loans", id);
  await client.query(
    "UPDATE record.loans SET returned_on = current_date, ended_on = current_date WHERE id = $1",
    [id],
  );
  await client.query(
    "UPDATE patron.loan_links SET returned_at = now(), ended_at = now(), ended_on = current_date, finished = true WHERE loan_id = $1",
    [id],
  );
  return true;
};

const bringsBack: Act = async (client, random) => {
  const id = await loan(client, random, true, "FOR UPDATE");
  if (!id) return false;
  await held(random);
  await touched(client, "loans", id);
  await client.query(
    "UPDATE record.loans SET returned_on = NULL, closed_on = NULL, ended_on = NULL WHERE id = $1",
    [id],
  );
  await client.query(
    "UPDATE patron.loan_links SET returned_at = NULL, closed_at = NULL, ended_at = NULL, ended_on = NULL, finished = false WHERE loan_id = $1",
    [id],
  );
  return true;
};

const bringsBackRequest: Act = async (client, random) => {
  const id = await one(
    client,
    `SELECT request_id AS id FROM patron.request_links WHERE finished = $1 AND request_id >= ${aheadOfBatch("requests")}
     ORDER BY request_id LIMIT 1 FOR UPDATE`,
    [true, random() * 0.98],
  );
  if (!id) return false;
  await held(random);
  await touched(client, "requests", id);
  await client.query(
    "UPDATE record.requests SET status = 'placed', ended_on = NULL WHERE id = $1",
    [id],
  );
  await client.query(
    "UPDATE patron.request_links SET ended_at = NULL, ended_on = NULL, finished = false WHERE request_id = $1",
    [id],
  );
  return true;
};

const renews: Act = async (client, random) => {
  const id = await loan(client, random, false, "FOR UPDATE");
  if (!id) return false;
  await client.query(
    "UPDATE record.loans SET due_on = due_on + 28, renewals = renewals + 1 WHERE id = $1",
    [id],
  );
  await client.query(
    "UPDATE patron.loan_links SET due_at = due_at + interval '28 days' WHERE loan_id = $1",
    [id],
  );
  return true;
};

const opensFee: Act = async (client, random) => {
  const id = await loan(client, random, true, "FOR KEY SHARE");
  if (!id) return false;
  await touched(client, "loans", id);
  const fee = await one(
    client,
    `INSERT INTO record.fees (library_id, profile_id, type, status, original_amount, balance, created_on, item_id)
     SELECT library_id, profile_id, 'LOST', 'active', 5, 5, current_date, item_id FROM record.loans WHERE id = $1 RETURNING id`,
    [id],
  );
  await client.query(
    `INSERT INTO patron.fee_links (fee_id, user_id, created_at, loan_id, finished, library_id, profile_id, source_id, source_number)
     SELECT $2::bigint, user_id, now(), loan_id, false, library_id, profile_id, 1, 'f' || $2::bigint FROM patron.loan_links WHERE loan_id = $1`,
    [id, fee],
  );
  await held(random);
  return true;
};

const paysFee: Act = async (client, random) => {
  const fee = await one(
    client,
    `SELECT fee_id AS id FROM patron.fee_links WHERE NOT finished AND fee_id >=
       (SELECT min(fee_id) + (max(fee_id) - min(fee_id)) * $1::float8 FROM patron.fee_links) ORDER BY fee_id LIMIT 1 FOR UPDATE`,
    [random()],
  );
  if (!fee) return false;
  await touched(client, "fees", fee);
  await client.query(
    "INSERT INTO faults.touched SELECT 'loans', loan_id FROM patron.fee_links WHERE fee_id = $1 AND loan_id IS NOT NULL",
    [fee],
  );
  await client.query(
    "UPDATE record.fees SET status = 'closed', balance = 0, ended_on = current_date WHERE id = $1",
    [fee],
  );
  await client.query(
    "UPDATE patron.fee_links SET finished = true, ended_at = now(), ended_on = current_date WHERE fee_id = $1",
    [fee],
  );
  return true;
};

const places: Act = async (client, random) => {
  const user = await one(
    client,
    "SELECT min(id) + floor($1::float8 * count(*))::bigint AS id FROM patron.users",
    [random()],
  );
  const id = await one(
    client,
    `INSERT INTO record.requests (library_id, profile_id, type, status, created_on) VALUES (1, 1, 'hold', 'placed', current_date) RETURNING id`,
  );
  await client.query(
    `INSERT INTO patron.request_links (request_id, user_id, created_at, request_type, finished, library_id, profile_id, source_id, source_number)
     VALUES ($1, $2, now(), 'hold', false, 1, 1, 1, 'r' || $1)`,
    [id, user],
  );
  return true;
};

/** Several loans in falling order, then their fees: the other way round than a batch. */
const crosswise: Act = async (client, random) => {
  const { rows } = await client.query<{ id: string }>(
    `SELECT loan_id AS id FROM patron.loan_links WHERE loan_id >=
       (SELECT min(loan_id) + (max(loan_id) - min(loan_id)) * $1::float8 FROM patron.loan_links) ORDER BY loan_id LIMIT 5`,
    [random()],
  );
  for (const { id } of rows.toReversed()) {
    await client.query("SELECT FROM patron.loan_links WHERE loan_id = $1 FOR UPDATE", [id]);
    await sleep(random() * 3);
    await client.query("UPDATE record.loans SET renewals = (renewals + 1) % 1000 WHERE id = $1", [
      id,
    ]);
  }
  return rows.length > 0;
};

const acts: Act[] = {
  all: [returns, bringsBack, renews, opensFee, opensFee, opensFee, paysFee, places],
  crosswise: [crosswise],
  "under a batch": [opensFee, opensFee, bringsBack, bringsBackRequest, bringsBackRequest],
}[orders.kind ?? "all"];

async function act(random: () => number): Promise<void> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("BEGIN");
    const chosen = acts[Math.floor(random() * acts.length)];
    const done = await chosen?.(client, random);
    await client.query(done ? "COMMIT" : "ROLLBACK");
    told[done ? "done" : "refused"] += 1;
  } catch (error) {
    const code = sqlState(error) || "other";
    told.errors[code] = (told.errors[code] ?? 0) + 1;
    await client.query("ROLLBACK").catch(() => (broken = true));
  } finally {
    client.release(broken);
  }
}

async function agent(number: number): Promise<void> {
  const random = seeded(orders.seed + number);
  while (!ending.signal.aborted) {
    await act(random).catch(() => sleep(100));
    await sleep(random() * 10);
  }
}

process.send?.("ready");
await once(process, "message");
process.once("message", () => ending.abort());
await Promise.all(Array.from({ length: orders.agents }, (_, number) => agent(number)));
process.send?.(told);
process.disconnect();
