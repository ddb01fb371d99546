import { feeStatus } from "#db/schema/index.ts";
import {
  amount,
  categoryList,
  code,
  identifier,
  moment as time,
  oneOf,
  signedAmount,
  words,
  type CellType,
} from "../cells.ts";
import { endedBefore, moment, namedEnd, neverEnded, plain, type RecordKind } from "./kind.ts";

const finished = "status = 'closed'";
const ended = `CASE WHEN ${finished} THEN named_end END`;

/** Alma's API writes the code of a fee in dispute as one word. */
const status: CellType = (text) =>
  oneOf(feeStatus.enumValues)(/^indispute$/i.test(text) ? "in_dispute" : text);

export const fees: RecordKind = {
  records: "fees",
  one: "fee",
  links: "fee_links",
  notes: "fee_notes",
  key: "fee_id",
  number: "fee_id",
  note: "comment",
  located: false,
  columns: [
    { name: "fee_id", required: true, filled: true, read: identifier, sql: "text", personal: true },
    { name: "primary_id", required: true, read: identifier, sql: "text", personal: true },
    { name: "type", required: true, filled: true, read: code, sql: "text" },
    {
      name: "status",
      required: true,
      filled: true,
      read: status,
      sql: "record.fee_status",
    },
    { name: "library", required: true, filled: true, read: code, sql: "text" },
    { name: "original_amount", required: true, filled: true, read: amount, sql: "numeric" },
    { name: "balance", read: signedAmount, sql: "numeric" },
    { name: "created", required: true, filled: true, read: time, sql: "timestamptz" },
    { name: "closed", read: time, sql: "timestamptz" },
    { name: "loan_id", read: identifier, sql: "text", personal: true },
    { name: "user_group", read: code, sql: "text" },
    { name: "statistics", read: categoryList, sql: "text" },
    { name: "comment", read: words(100_000), sql: "text", personal: true },
  ],
  loan: { column: "loan_id", digest: "loan_digest" },
  facts: [
    plain("type", "text"),
    plain("status", "record.fee_status"),
    plain("original_amount", "numeric"),
    plain("balance", "numeric", {
      empty: `CASE WHEN s.${finished} THEN 0 ELSE s.original_amount END`,
      kept: `CASE WHEN s.status <> 'closed' AND old.status <> 'closed' THEN old.balance END`,
    }),
    moment("created_at", "created"),
    namedEnd("closed"),
    {
      name: "loan_id",
      type: "bigint",
      from: "loan_id",
      found: "f.named_loan",
      present: "l.loan_id",
      link: "loan_id",
    },
    // What the fee was for outlasts the loan.
    plain("item_id", "bigint", { from: "loan_id", found: "named.item_id", lasting: true }),
  ],
  ended,
  finished,
  ends: ["closed"],
  told: "balance",
  refusals: [
    neverEnded("fee", "closed", "day of closing", finished),
    endedBefore("closed", ended, "created", "created_at"),
    {
      fate: "aboveOriginal",
      column: "balance",
      sentence:
        "format('The balance %s is above the original amount %s.', f.told, l.original_amount)",
      when: "balance > original_amount",
    },
    {
      fate: "closedOwing",
      column: "balance",
      sentence: "format('A closed fee owes nothing, and this one has the balance %s.', f.told)",
      when: `${finished} AND balance <> 0`,
    },
  ],
  endless: ["closed fee", "closed fees", "day of closing"],
};
