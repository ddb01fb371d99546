import { sql, type SQL } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import type { Column, Present } from "./format.ts";
import type { FileReport } from "./report.ts";
import type { Aside } from "./session.ts";
import type { Staging } from "./staging.ts";

/** What a format's merge is given: the lines in staging, under the import's one transaction. */
export interface Merging {
  tx: Tx;
  staging: Staging;
  /** The columns of staging that the file's records fill. */
  columns: readonly Column[];
  /** Whether the file has this column: what it leaves out is left alone. */
  has: Present;
  source: string;
  /** A transaction beside the import's: what it does stays, whatever becomes of the import. */
  aside: Aside;
  onWritten: (rows: number) => void;
}

/** What a merge did. The lines it refused carry their reason in staging. */
export type Merged = Pick<FileReport, "created" | "updated" | "unchanged" | "alreadyAnonymized"> &
  Partial<Pick<FileReport, "createdCodes" | "newAccountsForPurged" | "warnings">>;

/** The first column of a statement's first row, as a number. */
export async function count(tx: Tx, query: SQL): Promise<number> {
  const { rows } = await tx.execute(query);
  return Number(Object.values(rows[0] ?? { none: 0 })[0] ?? 0);
}

/** How many lines have each of these fates, and how many only say again what another says. */
export async function countFates<Fate extends string>(
  { tx, staging }: Merging,
  fates: readonly Fate[],
): Promise<Record<Fate | "repeated", number>> {
  const { rows } = await tx.execute<{ fate: string; lines: string }>(sql`
    SELECT fate::text, count(*) AS lines FROM ${staging.table("fates")} GROUP BY fate
    UNION ALL SELECT 'repeated', count(*) FROM ${staging.table("lines")} WHERE repeated AND reason IS NULL`);
  const counted = new Map(rows.map(({ fate, lines }) => [fate, Number(lines)]));
  const all = [...fates, "repeated"].map((fate) => [fate, counted.get(fate) ?? 0]);
  return Object.fromEntries(all) as Record<Fate | "repeated", number>;
}
