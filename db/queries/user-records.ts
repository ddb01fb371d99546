import { sql, type SQL } from "drizzle-orm";
import type { Family } from "#lib/families.ts";
import type { Tx } from "../client.ts";
import { hasItem, hasLocation, joinedItem, recordFacts } from "./record-facts.ts";

/** A record that still leads to the user, in a line. Days are YYYY-MM-DD, the record's own. */
export interface UserRecord {
  id: number;
  library: string;
  location: string | null;
  /** Of the item, or what was asked for where there is none. */
  title: string | null;
  barcode: string | null;
  /** Of a fee or a request. */
  type: string | null;
  /** As the record has it; of a loan, its process status. */
  status: string;
  finished: boolean;
  /** Of the loan, or of creation. */
  beganOn: string;
  dueOn: string | null;
  endedOn: string | null;
  /** Returned, rather than closed without return. */
  returned: boolean;
  renewals: number | null;
  originalAmount: number | null;
  balance: number | null;
  partner: string | null;
  note: string | null;
}

export interface RecordPage {
  records: UserRecord[];
  /** The `after` of the next page; null on the last. */
  next: number | null;
}

interface Source {
  /** Links `k`, records `r`, notes `n`, and the item `i` where there is one. */
  from: SQL;
  key: SQL;
  began: SQL;
  columns: SQL;
}

const sources: Record<Family, Source> = {
  loans: {
    from: sql`patron.loan_links k JOIN record.loans r ON r.id = k.loan_id
      LEFT JOIN patron.loan_notes n ON n.loan_id = k.loan_id ${joinedItem("loans")}`,
    key: sql`k.loan_id`,
    began: sql`k.loaned_at`,
    columns: columnsOf("loans"),
  },
  fees: {
    from: sql`patron.fee_links k JOIN record.fees r ON r.id = k.fee_id
      LEFT JOIN patron.fee_notes n ON n.fee_id = k.fee_id ${joinedItem("fees")}`,
    key: sql`k.fee_id`,
    began: sql`k.created_at`,
    columns: columnsOf("fees"),
  },
  requests: {
    from: sql`patron.request_links k JOIN record.requests r ON r.id = k.request_id
      LEFT JOIN patron.request_notes n ON n.request_id = k.request_id ${joinedItem("requests")}`,
    key: sql`k.request_id`,
    began: sql`k.created_at`,
    columns: columnsOf("requests"),
  },
  borrowingRequests: {
    from: sql`patron.borrowing_links k JOIN record.borrowing_requests r ON r.id = k.borrowing_request_id
      LEFT JOIN patron.borrowing_notes n ON n.borrowing_request_id = k.borrowing_request_id`,
    key: sql`k.borrowing_request_id`,
    began: sql`k.created_at`,
    columns: columnsOf("borrowingRequests"),
  },
};

function columnsOf(family: Family): SQL {
  const own = recordFacts[family];
  const none = sql`NULL`;
  return sql`(SELECT l.name FROM record.libraries l WHERE l.id = r.library_id) AS library,
    ${hasLocation(family) ? sql`(SELECT o.name FROM record.locations o WHERE o.id = r.location_id)` : none} AS location,
    ${own.title} AS title, ${hasItem(family) ? sql`i.barcode` : none} AS barcode,
    ${own.type ?? none} AS type, ${own.status} AS status, k.finished,
    ${own.startedOn} AS "beganOn", ${own.dueOn ?? none} AS "dueOn", r.ended_on::text AS "endedOn",
    ${family === "loans" ? sql`r.returned_on IS NOT NULL` : sql`false`} AS returned, ${own.renewals ?? none} AS renewals,
    ${own.originalAmount ?? none}::float8 AS "originalAmount", ${own.balance ?? none}::float8 AS balance,
    ${own.partner ?? none} AS partner, n.text AS note`;
}

/**
 * What has not ended first, then the latest to end: the order of the link's index, of which each of the
 * two is a stretch. `after` is the record that the page before ended with.
 */
export async function listUserRecords(
  tx: Tx,
  family: Family,
  { userId, after, limit }: { userId: number; after?: number; limit: number },
): Promise<RecordPage> {
  const source = sources[family];
  const place = after === undefined ? null : await placeOf(tx, source, userId, after);
  const wanted = limit + 1;
  const { key, began } = source;
  const records: UserRecord[] = [];
  if (!place || place.endedAt === null) {
    const beyond = place
      ? sql` AND (${began}, ${key}) < (${place.began}::timestamptz, ${after})`
      : sql``;
    records.push(
      ...(await read(
        tx,
        source,
        // Of an end that is null all the same: it keeps to the index's order, where the planner sees it.
        sql`k.user_id = ${userId} AND k.ended_at IS NULL${beyond}
          ORDER BY k.ended_at DESC, ${began} DESC, ${key} DESC LIMIT ${wanted}`,
      )),
    );
  }
  if (records.length < wanted) {
    const beyond =
      place && place.endedAt !== null
        ? sql` AND (k.ended_at, ${began}, ${key}) < (${place.endedAt}::timestamptz, ${place.began}::timestamptz, ${after})`
        : sql``;
    records.push(
      ...(await read(
        tx,
        source,
        sql`k.user_id = ${userId} AND k.ended_at IS NOT NULL${beyond}
          ORDER BY k.ended_at DESC, ${began} DESC, ${key} DESC LIMIT ${wanted - records.length}`,
      )),
    );
  }
  const page = records.slice(0, limit);
  return { records: page, next: records.length > page.length ? (page.at(-1)?.id ?? null) : null };
}

/** Null for a record that does not lead to the user any more: the list begins anew. */
async function placeOf(tx: Tx, { from, key, began }: Source, userId: number, id: number) {
  const { rows } = await tx.execute<{ began: string; endedAt: string | null }>(sql`
    SELECT ${began}::text AS began, k.ended_at::text AS "endedAt" FROM ${from}
    WHERE ${key} = ${id} AND k.user_id = ${userId}`);
  return rows[0] ?? null;
}

async function read(tx: Tx, { from, key, columns }: Source, which: SQL): Promise<UserRecord[]> {
  const { rows } = await tx.execute<UserRecord & Record<string, unknown>>(
    sql`SELECT ${key}::float8 AS id, ${columns} FROM ${from} WHERE ${which}`,
  );
  return rows;
}
