import { sql, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as schema from "#db/schema/index.ts";
import { always, clear, fates, keep, ofUser, type AllFates } from "./fate.ts";

const tie = (why: string) => always(keep(why));

/**
 * Notes on records that are still linked to a user: the key's column, and the links that have the user. By
 * an array: for a join the planner reads all notes there are.
 */
const ofLinked =
  (key: PgColumn, linkKey: PgColumn, userId: PgColumn, links: PgTable) =>
  (users: SQL): SQL =>
    sql`${key} = ANY(ARRAY(SELECT ${linkKey} FROM ${links} WHERE ${userId} = ANY(${users})))`;

/** An empty row stays with its link, so that no import brings the note back. */
const noteOf = fates(keep("fully reportable"), clear, clear);

const linkColumns = {
  userId: tie("the link: anonymization or full removal cuts it"),
  endedAt: tie("of the link"),
  endedOn: tie("of the link"),
  libraryId: tie("of the link"),
  locationId: tie("of the link"),
  profileId: tie("of the link"),
  sourceId: tie("of the link"),
  finished: tie("of the link"),
  sourceNumber: tie("of the link: an import knows the record by it"),
};

/** Past and present records of a person. Notes before their links, by which they are found. */
export const fatesOfLinks: Pick<
  AllFates,
  `${"loan" | "fee" | "request" | "borrowing"}${"Notes" | "Links"}`
> = {
  loanNotes: {
    whose: ofLinked(
      schema.loanNotes.loanId,
      schema.loanLinks.loanId,
      schema.loanLinks.userId,
      schema.loanLinks,
    ),
    counted: "Notes on loans",
    columns: { loanId: always(keep("key")), text: noteOf },
  },
  feeNotes: {
    whose: ofLinked(
      schema.feeNotes.feeId,
      schema.feeLinks.feeId,
      schema.feeLinks.userId,
      schema.feeLinks,
    ),
    counted: "Comments on fees",
    columns: { feeId: always(keep("key")), text: noteOf },
  },
  requestNotes: {
    whose: ofLinked(
      schema.requestNotes.requestId,
      schema.requestLinks.requestId,
      schema.requestLinks.userId,
      schema.requestLinks,
    ),
    counted: "Notes on requests",
    columns: { requestId: always(keep("key")), text: noteOf },
  },
  borrowingNotes: {
    whose: ofLinked(
      schema.borrowingNotes.borrowingRequestId,
      schema.borrowingLinks.borrowingRequestId,
      schema.borrowingLinks.userId,
      schema.borrowingLinks,
    ),
    counted: "Notes on resource sharing requests",
    columns: { borrowingRequestId: always(keep("key")), text: noteOf },
  },
  loanLinks: {
    whose: ofUser(schema.loanLinks.userId),
    counted: "Links to loans",
    columns: {
      ...linkColumns,
      loanId: tie("of the link"),
      loanedAt: tie("of the link"),
      dueAt: tie("of the link"),
      returnedAt: tie("of the link"),
      closedAt: tie("of the link"),
    },
  },
  feeLinks: {
    whose: ofUser(schema.feeLinks.userId),
    counted: "Links to fees",
    columns: {
      ...linkColumns,
      feeId: tie("of the link"),
      createdAt: tie("of the link"),
      loanId: tie("of the link"),
    },
  },
  requestLinks: {
    whose: ofUser(schema.requestLinks.userId),
    counted: "Links to requests",
    columns: {
      ...linkColumns,
      requestId: tie("of the link"),
      createdAt: tie("of the link"),
      requestType: tie("of the link"),
    },
  },
  borrowingLinks: {
    whose: ofUser(schema.borrowingLinks.userId),
    counted: "Links to resource sharing requests",
    columns: {
      ...linkColumns,
      borrowingRequestId: tie("of the link"),
      createdAt: tie("of the link"),
    },
  },
};
