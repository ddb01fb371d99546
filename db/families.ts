import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Family } from "#lib/families.ts";
import * as schema from "./schema/index.ts";

/** Where a family's links, notes and records are, for queries that serve all four alike. */
export interface FamilyTables {
  record: PgTable & { id: PgColumn };
  links: PgTable & Record<LinkColumn, PgColumn>;
  /** The link's primary key, which is the record's id. */
  key: PgColumn;
  notes: PgTable & { text: PgColumn };
  noteKey: PgColumn;
  /** Latest first; ranks a patron's records. */
  latestFirst: PgColumn[];
}

type LinkColumn =
  "userId" | "endedAt" | "endedOn" | "finished" | "libraryId" | "locationId" | "profileId";

export const familyTables: Record<Family, FamilyTables> = {
  loans: {
    record: schema.loans,
    links: schema.loanLinks,
    key: schema.loanLinks.loanId,
    notes: schema.loanNotes,
    noteKey: schema.loanNotes.loanId,
    latestFirst: [schema.loanLinks.endedAt, schema.loanLinks.loanedAt, schema.loanLinks.loanId],
  },
  fees: {
    record: schema.fees,
    links: schema.feeLinks,
    key: schema.feeLinks.feeId,
    notes: schema.feeNotes,
    noteKey: schema.feeNotes.feeId,
    latestFirst: [schema.feeLinks.endedAt, schema.feeLinks.createdAt, schema.feeLinks.feeId],
  },
  requests: {
    record: schema.requests,
    links: schema.requestLinks,
    key: schema.requestLinks.requestId,
    notes: schema.requestNotes,
    noteKey: schema.requestNotes.requestId,
    latestFirst: [
      schema.requestLinks.endedAt,
      schema.requestLinks.createdAt,
      schema.requestLinks.requestId,
    ],
  },
  borrowingRequests: {
    record: schema.borrowingRequests,
    links: schema.borrowingLinks,
    key: schema.borrowingLinks.borrowingRequestId,
    notes: schema.borrowingNotes,
    noteKey: schema.borrowingNotes.borrowingRequestId,
    latestFirst: [
      schema.borrowingLinks.endedAt,
      schema.borrowingLinks.createdAt,
      schema.borrowingLinks.borrowingRequestId,
    ],
  },
};
