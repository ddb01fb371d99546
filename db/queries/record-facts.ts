import { sql, type SQL } from "drizzle-orm";
import type { Family } from "#lib/families.ts";

/** What only some families have, or have by names of their own. Days are YYYY-MM-DD. */
interface FamilyFacts {
  status: SQL;
  /** Of lending or creation. */
  startedOn: SQL;
  /** Of the item, or what was asked for where there is none. */
  title: SQL;
  /** Of a fee or a request. */
  type?: SQL;
  partner?: SQL;
  dueOn?: SQL;
  renewals?: SQL;
  originalAmount?: SQL;
  balance?: SQL;
}

/** How each family's records tell them; r is the record, i the item of `joinedItem`. */
export const recordFacts: Record<Family, FamilyFacts> = {
  loans: {
    status: sql`r.process_status::text`,
    startedOn: sql`r.loaned_on::text`,
    title: sql`i.title`,
    dueOn: sql`r.due_on::text`,
    renewals: sql`r.renewals::int`,
  },
  fees: {
    status: sql`r.status::text`,
    startedOn: sql`r.created_on::text`,
    title: sql`i.title`,
    type: sql`r.type`,
    originalAmount: sql`r.original_amount`,
    balance: sql`r.balance`,
  },
  requests: {
    status: sql`r.status::text`,
    startedOn: sql`r.created_on::text`,
    title: sql`coalesce(i.title, r.title)`,
    type: sql`r.type::text`,
  },
  borrowingRequests: {
    status: sql`r.status::text`,
    startedOn: sql`r.created_on::text`,
    title: sql`r.title`,
    partner: sql`r.partner`,
  },
};

export const hasItem = (family: Family): boolean => family !== "borrowingRequests";
export const hasLocation = (family: Family): boolean => family === "loans" || family === "requests";

export const joinedItem = (family: Family): SQL =>
  hasItem(family) ? sql`LEFT JOIN record.items i ON i.id = r.item_id` : sql``;
