import { sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { familyTables } from "#db/families.ts";
import { joinedItem, recordFacts } from "#db/queries/record-facts.ts";
import type { Family } from "#lib/families.ts";
import { maskedPatron } from "../masked-patron.ts";
import { decisionsOf } from "./preview.ts";

/** A record that would go, or whose note alone would, as an example. */
export interface SampledRecord {
  id: number;
  library: string;
  /** Empty for none. */
  userGroup: string;
  /** Null where none is known. */
  title: string | null;
  /** YYYY-MM-DD. */
  endedOn: string;
  /** Masked, as "A••• 4••1"; null where the person who looks may not see users. */
  patron: string | null;
}

const shown = 5;

/**
 * A few of the records that a preview says would go, of different rules, libraries and user groups; in
 * the transaction of the preview. A patron is masked before the name leaves the database.
 */
export async function samplePreview(
  tx: Tx,
  family: Family,
  withPatrons: boolean,
): Promise<SampledRecord[]> {
  const { record, links, key } = familyTables[family];
  const { rows } = await tx.execute<SampledRecord & Record<string, unknown>>(sql`
    SELECT r.id::float8 AS id, l.code AS library, coalesce(g.code, '') AS "userGroup",
      ${recordFacts[family].title} AS title, ${links.endedOn}::text AS "endedOn",
      ${withPatrons ? maskedPatron : sql`NULL`} AS patron
    FROM (SELECT example, records FROM ${decisionsOf(family)} WHERE goes AND example IS NOT NULL ORDER BY records DESC, example LIMIT ${shown}) AS picked
    JOIN ${links} ON ${key} = picked.example JOIN ${record} r ON r.id = picked.example
    JOIN record.libraries l ON l.id = ${links.libraryId} JOIN record.profiles p ON p.id = ${links.profileId}
    LEFT JOIN record.user_groups g ON g.id = p.user_group_id ${joinedItem(family)}
    ${withPatrons ? sql`JOIN patron.users u ON u.id = ${links.userId}` : sql``}
    ORDER BY picked.records DESC, picked.example`);
  return rows;
}
