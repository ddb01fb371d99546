import { sql } from "drizzle-orm";
import type { Condition } from "#lib/rules.ts";
import type { Tx } from "../client.ts";

const known = {
  library: { what: "library", codes: sql`SELECT code FROM record.libraries` },
  location: {
    what: "location",
    codes: sql`SELECT l.code FROM record.locations l
      UNION SELECT b.code || ':' || l.code FROM record.locations l JOIN record.libraries b ON b.id = l.library_id`,
  },
  userGroup: { what: "user group", codes: sql`SELECT code FROM record.user_groups` },
  statisticalCategory: {
    what: "statistical category",
    codes: sql`SELECT type || ':' || category FROM record.statistical_categories`,
  },
};

/** A sentence for each kind of code that rules name and that no record has had yet. */
export async function unknownCodes(tx: Tx, conditions: readonly Condition[]): Promise<string[]> {
  const sentences: string[] = [];
  for (const [parameter, { what, codes }] of Object.entries(known)) {
    const named = conditions.flatMap((condition) =>
      condition.parameter === parameter && Array.isArray(condition.value) ? condition.value : [],
    );
    const { rows } = await tx.execute<{ code: string }>(
      sql`SELECT DISTINCT code FROM unnest(${sql.param(named)}::text[]) AS code
          WHERE code NOT IN (${codes}) ORDER BY code`,
    );
    if (rows.length > 0) {
      const listed = rows.map(({ code }) => code).join(", ");
      sentences.push(`No ${what} has the code ${listed} yet; the rules were taken all the same.`);
    }
  }
  return sentences;
}
