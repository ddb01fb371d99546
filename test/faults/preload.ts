import { once } from "node:events";
import pg from "pg";
import type { WorkerOrders } from "./workers.ts";

/*
 * Runs in a worker process before worker.ts: tells what its statements meet, shifts its clock, and kills it
 * at a statement. Nothing of worker.ts is changed by it. Packages are loaded when this begins.
 */

let orders = JSON.parse(process.env.LETHE_FAULTS ?? "{}") as WorkerOrders;

/** What opens a transaction of each kind that a run is made of. */
const kinds = {
  // The one who reads the whole row, and does not lock it.
  plan: /^select .*"submitted_via".* from "console"\."job_runs" where .* = \$1$/s,
  claim: /SET status = 'working', epoch = epoch \+ 1/,
  batch: /FOR UPDATE OF b/,
  due: /^update "console"\."schedules" set "next_run_at"/,
  settle: /WITH silent AS MATERIALIZED/,
};

if (orders.waits) {
  // Loaded ahead of need, so that the next worker is there as soon as the last is killed.
  process.send?.("loaded");
  [orders] = (await once(process, "message")) as [WorkerOrders];
}
if (orders.port) goThrough(orders.port);
if (orders.clockShiftDays) shiftClock(orders.clockShiftDays * 86_400_000);
watchStatements();

function goThrough(port: number): void {
  for (const name of ["DATABASE_URL", "LETHE_WORKER_URL"]) {
    const url = new URL(process.env[name] ?? "");
    url.port = String(port);
    process.env[name] = url.href;
  }
}

function shiftClock(by: number): void {
  const Real = Date;
  const now = () => Real.now() + by;
  globalThis.Date = new Proxy(Real, {
    construct: (target, args: [], self) =>
      Reflect.construct(target, args.length > 0 ? args : [now()], self) as Date,
    apply: () => new Real(now()).toString(),
    get: (target, key, self) => (key === "now" ? now : (Reflect.get(target, key, self) as unknown)),
  });
}

type Query = (...args: unknown[]) => unknown;

/** The first transaction of the wanted kind is counted through, and said to be clean when it got to its end. */
function watchStatements(): void {
  let statement = 0;
  let counted: pg.Client | "none yet" | "done" = "none yet";
  const kill = orders.killAt;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const { query } = prototype;
  const watched = (client: pg.Client, args: unknown[]) => {
    const text = textOf(args[0]);
    if (kill && counted === "none yet" && kinds[kill.kind].test(text)) counted = client;
    const isAt = counted === client && (statement += 1) === kill?.statement;
    if (isAt && kill?.moment === "before") die();
    const answer = query.apply(client, args);
    if (isAt && kill?.moment === "sent") whenFlushed(client, die);
    else if (counted === client && /^\s*(commit|rollback)/i.test(text)) {
      counted = "done";
      process.send?.("clean");
    }
    if (kinds.batch.test(text)) void tellFenced(answer);
    return answer;
  };
  prototype.query = function (this: pg.Client, ...args) {
    return watched(this, args);
  };
}

const textOf = (query: unknown): string =>
  typeof query === "string" ? query : ((query as { text?: string } | null)?.text ?? "");

const die = () => process.kill(process.pid, "SIGKILL");

/** Written to the system's buffers, which outlive the process. */
function whenFlushed(client: pg.Client, then: () => void): void {
  const { stream } = (client as unknown as { connection: { stream: NodeJS.WritableStream } })
    .connection;
  stream.write("", then);
}

/** A fence that answers with no row has kept this worker from writing. */
async function tellFenced(answer: unknown): Promise<void> {
  const result = await Promise.resolve(answer as Promise<pg.QueryResult>).catch(() => undefined);
  if (result?.rowCount === 0) process.send?.("fenced");
}
