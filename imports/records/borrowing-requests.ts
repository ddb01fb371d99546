import { borrowingStatus } from "#db/schema/index.ts";
import { categoryList, code, identifier, moment as time, oneOf, words } from "../cells.ts";
import { endedBefore, moment, namedEnd, neverEnded, plain, type RecordKind } from "./kind.ts";

const finished = "status IN ('completed', 'cancelled', 'rejected', 'expired')";
const ended = `CASE WHEN ${finished} THEN named_end END`;

export const borrowingRequests: RecordKind = {
  records: "borrowing_requests",
  one: "borrowing request",
  links: "borrowing_links",
  notes: "borrowing_notes",
  key: "borrowing_request_id",
  number: "request_id",
  note: "note",
  located: false,
  columns: [
    {
      name: "request_id",
      required: true,
      filled: true,
      read: identifier,
      sql: "text",
      personal: true,
    },
    { name: "primary_id", required: true, read: identifier, sql: "text", personal: true },
    { name: "partner", read: words(1_000), sql: "text" },
    {
      name: "status",
      required: true,
      filled: true,
      read: oneOf(borrowingStatus.enumValues),
      sql: "record.borrowing_status",
    },
    { name: "library", required: true, filled: true, read: code, sql: "text" },
    { name: "created", required: true, filled: true, read: time, sql: "timestamptz" },
    { name: "ended", read: time, sql: "timestamptz" },
    { name: "title", read: words(10_000), sql: "text" },
    { name: "user_group", read: code, sql: "text" },
    { name: "statistics", read: categoryList, sql: "text" },
    { name: "note", read: words(100_000), sql: "text", personal: true },
  ],
  facts: [
    plain("partner", "text"),
    plain("status", "record.borrowing_status"),
    plain("title", "text"),
    moment("created_at", "created"),
    namedEnd("ended"),
  ],
  ended,
  finished,
  ends: ["ended"],
  refusals: [
    neverEnded("borrowing request", "ended", "end date", finished),
    endedBefore("ended", ended, "created", "created_at"),
  ],
  endless: ["finished borrowing request", "finished borrowing requests", "end date"],
};
