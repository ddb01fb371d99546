import type { Hashed } from "./digests.ts";
import { transactionColumns } from "./fee-transactions/columns.ts";
import { mergeFeeTransactions } from "./fee-transactions/merge.ts";
import type { Column } from "./format.ts";
import type { FormatName, Shape } from "./formats.ts";
import { letterColumns } from "./letters/columns.ts";
import { mergeLetters } from "./letters/merge.ts";
import { lendingColumns } from "./lending-requests/columns.ts";
import { mergeLendingRequests } from "./lending-requests/merge.ts";
import type { Merged, Merging } from "./merging.ts";
import { borrowingRequests } from "./records/borrowing-requests.ts";
import { fees } from "./records/fees.ts";
import type { RecordKind } from "./records/kind.ts";
import { loans } from "./records/loans.ts";
import { mergeRecords } from "./records/merge.ts";
import { requests } from "./records/requests.ts";
import type { RowReader } from "./rows.ts";
import type { Numbered } from "./source-key.ts";

/** What a file of one format is: its columns, and what becomes of its lines. */
export interface Format {
  /** Of a CSV file. */
  columns: readonly Column[];
  /** The shapes that it comes in beside CSV. */
  readers?: Partial<Record<Shape, RowReader>>;
  merge: (merging: Merging) => Promise<Merged>;
  /** The source's numbers in it, kept as keyed hashes. */
  hashed: readonly Hashed[];
  /** A record longer than this refuses the file; the usual where it is left out. */
  longestRecordBytes?: number;
}

const recordFormat = (kind: RecordKind, numbered: Numbered, others: Hashed[] = []): Format => ({
  columns: kind.columns,
  merge: mergeRecords(kind),
  hashed: [{ name: "digest", numbered, columns: [kind.number] }, ...others],
});

export const recordFormats: Record<Exclude<FormatName, "users">, Format> = {
  loans: recordFormat(loans, "loans"),
  fees: recordFormat(fees, "fees", [
    { name: "loan_digest", numbered: "loans", columns: ["loan_id"] },
  ]),
  fee_transactions: {
    columns: transactionColumns,
    merge: mergeFeeTransactions,
    hashed: [
      { name: "digest", numbered: "feeTransactions", columns: ["fee_id", "transaction_id"] },
      { name: "fee_digest", numbered: "fees", columns: ["fee_id"] },
    ],
  },
  requests: recordFormat(requests, "requests"),
  borrowing_requests: recordFormat(borrowingRequests, "borrowingRequests"),
  lending_requests: { columns: lendingColumns, merge: mergeLendingRequests, hashed: [] },
  letters: {
    columns: letterColumns,
    merge: mergeLetters,
    hashed: [{ name: "digest", numbered: "letters", columns: ["letter_id"] }],
    // Longer than the longest letter, so that one that is too long is refused by its line.
    longestRecordBytes: 16 * 1024 * 1024,
  },
};
