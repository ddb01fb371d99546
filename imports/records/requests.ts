import { requestStatus, requestType } from "#db/schema/index.ts";
import { categoryList, code, identifier, moment as time, oneOf, words } from "../cells.ts";
import { endedBefore, moment, namedEnd, neverEnded, plain, type RecordKind } from "./kind.ts";

const finished = "status IN ('completed', 'cancelled', 'rejected', 'expired')";
const ended = `CASE WHEN ${finished} THEN named_end END`;

export const requests: RecordKind = {
  records: "requests",
  one: "request",
  links: "request_links",
  notes: "request_notes",
  key: "request_id",
  number: "request_id",
  note: "note",
  located: true,
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
    {
      name: "type",
      required: true,
      filled: true,
      read: oneOf(requestType.enumValues),
      sql: "record.request_type",
    },
    {
      name: "status",
      required: true,
      filled: true,
      read: oneOf(requestStatus.enumValues),
      sql: "record.request_status",
    },
    { name: "library", required: true, filled: true, read: code, sql: "text" },
    { name: "location", read: code, sql: "text" },
    { name: "created", required: true, filled: true, read: time, sql: "timestamptz" },
    { name: "ended", read: time, sql: "timestamptz" },
    { name: "item_barcode", read: identifier, sql: "text" },
    { name: "title", read: words(10_000), sql: "text" },
    { name: "user_group", read: code, sql: "text" },
    { name: "statistics", read: categoryList, sql: "text" },
    { name: "note", read: words(100_000), sql: "text", personal: true },
  ],
  // A request says of its item what a patron asked for, which changes no catalogue.
  items: { column: "item_barcode", described: ["title"], rewrites: false },
  facts: [
    { ...plain("type", "record.request_type"), link: "request_type" },
    plain("status", "record.request_status"),
    plain("item_id", "bigint", { from: "item_barcode", found: "item.id" }),
    plain("title", "text"),
    moment("created_at", "created"),
    namedEnd("ended"),
  ],
  ended,
  finished,
  ends: ["ended"],
  refusals: [
    neverEnded("request", "ended", "end date", finished),
    endedBefore("ended", ended, "created", "created_at"),
  ],
  endless: ["finished request", "finished requests", "end date"],
  activity: "created_at",
};
