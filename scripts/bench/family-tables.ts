import type { Family } from "#lib/families.ts";

/** What the bench must know of a family's tables beyond what all four share. */
interface FamilyTables {
  records: string;
  links: string;
  key: string;
  notes: string;
  /** The record's own columns, and their values from bench.source. */
  own: { columns: string; values: string };
  /** Those of the link. */
  link: { columns: string; values: string };
}

const createdOn = "loaned_at::date";
const status = "CASE WHEN active THEN 'placed' ELSE 'completed' END::record.request_status";

export const tablesOf: Record<Family, FamilyTables> = {
  loans: {
    records: "loans",
    links: "loan_links",
    key: "loan_id",
    notes: "loan_notes",
    own: {
      columns: "location_id, item_id, loaned_on, due_on, returned_on",
      values: `(library_id - 1) * 5 + shelf, item_id, ${createdOn}, ${createdOn} + 28, ended_at::date`,
    },
    link: {
      columns: "location_id, loaned_at, due_at, returned_at",
      values: "(library_id - 1) * 5 + shelf, loaned_at, loaned_at + interval '28 days', ended_at",
    },
  },
  fees: {
    records: "fees",
    links: "fee_links",
    key: "fee_id",
    notes: "fee_notes",
    own: {
      columns: "item_id, type, status, original_amount, balance, created_on",
      values: `item_id, 'OVERDUEFINE', CASE WHEN active THEN 'active' ELSE 'closed' END::record.fee_status, 5, CASE WHEN active THEN 5 ELSE 0 END, ${createdOn}`,
    },
    link: { columns: "created_at", values: "loaned_at" },
  },
  requests: {
    records: "requests",
    links: "request_links",
    key: "request_id",
    notes: "request_notes",
    own: {
      columns: "location_id, item_id, type, status, created_on",
      values: `(library_id - 1) * 5 + shelf, item_id, 'hold', ${status}, ${createdOn}`,
    },
    link: {
      columns: "location_id, created_at, request_type",
      values: "(library_id - 1) * 5 + shelf, loaned_at, 'hold'",
    },
  },
  borrowingRequests: {
    records: "borrowing_requests",
    links: "borrowing_links",
    key: "borrowing_request_id",
    notes: "borrowing_notes",
    own: {
      columns: "title, partner, status, created_on",
      values: `'A title of usual length', 'PARTNER', CASE WHEN active THEN 'requested' ELSE 'completed' END::record.borrowing_status, ${createdOn}`,
    },
    link: { columns: "created_at", values: "loaned_at" },
  },
};
