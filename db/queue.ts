import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss, type QueueOptions } from "pg-boss";
import type { Tx } from "./client.ts";

/** The schema that pg-boss keeps its own tables in. */
export const queueSchema = "queue";

/** "There is work on this run": any number of workers may answer. */
export const runQueue = "runs";

export const queues: { name: string; options: Omit<QueueOptions, "name"> }[] = [
  {
    name: runQueue,
    options: { heartbeatSeconds: 15, expireInSeconds: 24 * 3600, retryLimit: 1000, retryDelay: 1, notify: true },
  },
];
