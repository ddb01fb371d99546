import { readFile } from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { z } from "zod";

const journal = path.join(import.meta.dirname, "..", "migrations", "meta", "_journal.json");
const journalShape = z.object({
  entries: z.array(z.object({ when: z.number(), tag: z.string() })),
});

export interface MigrationState {
  /** Against this version of Lethe. */
  state: "none" | "behind" | "current" | "newer";
  /** Names of what is still to be applied. */
  missing: string[];
}

/** How far a database is migrated; asked as the login itself. */
export async function migrationState(client: pg.ClientBase): Promise<MigrationState> {
  const { entries } = journalShape.parse(JSON.parse(await readFile(journal, "utf8")));
  const tags = entries.map(({ tag }) => tag);
  const { rows: there } = await client.query<{ exists: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'migrations' AND tablename = '__drizzle_migrations') AS exists",
  );
  if (!there[0]?.exists) return { state: "none", missing: tags };
  const { rows } = await client.query<{ at: string | null }>(
    "SELECT max(created_at) AS at FROM migrations.__drizzle_migrations",
  );
  const newest = Number(rows[0]?.at ?? 0);
  const missing = entries.filter(({ when }) => when > newest).map(({ tag }) => tag);
  if (newest === 0) return { state: "none", missing };
  if (entries.every(({ when }) => when < newest)) return { state: "newer", missing };
  return { state: missing.length > 0 ? "behind" : "current", missing };
}
