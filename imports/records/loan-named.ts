import { sql } from "drizzle-orm";
import type { Merging } from "../merging.ts";
import type { RecordKind } from "./kind.ts";

/**
 * Holds the links of the loans that lines name, in key order, until the import ends: a run that would
 * cut one waits. In a second statement, a loan whose link is gone by now is named no more.
 */
export async function holdLoans({ records }: RecordKind, { tx, staging }: Merging): Promise<void> {
  const named = staging.table(records);
  await tx.execute(sql`
    SELECT count(*) FROM (SELECT FROM patron.loan_links k
      WHERE k.loan_id IN (SELECT loan_id FROM ${named}) ORDER BY k.loan_id FOR KEY SHARE) held`);
  await tx.execute(sql`
    UPDATE ${named} s SET loan_id = NULL WHERE s.loan_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM patron.loan_links k WHERE k.loan_id = s.loan_id)`);
}
