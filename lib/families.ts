/** The four kinds of circulation record, in the order every screen shows them. */
export const families = ["loans", "fees", "requests", "borrowingRequests"] as const;
export type Family = (typeof families)[number];

interface Words {
  /** Lower case, for the middle of a sentence. */
  one: string;
  many: string;
  /** Title of the family's rule list. */
  rules: string;
  /** The check boxes of Fulfillment Jobs Configuration. */
  records: string;
  notes: string;
}

export const familyWords: Record<Family, Words> = {
  loans: {
    one: "loan",
    many: "loans",
    rules: "Loan Anonymization Rules",
    records: "Anonymize item loans",
    notes: "Anonymize item loan notes",
  },
  fees: {
    one: "fee",
    many: "fees",
    rules: "Fines and Fees Anonymization Rules",
    records: "Anonymize fines and fees",
    notes: "Anonymize fines and fees notes",
  },
  requests: {
    one: "request",
    many: "requests",
    rules: "Request Anonymization Rules",
    records: "Anonymize requests",
    notes: "Anonymize request notes",
  },
  borrowingRequests: {
    one: "borrowing request",
    many: "borrowing requests",
    rules: "Borrowing Request Anonymization Rules",
    records: "Anonymize resource sharing borrowing requests",
    notes: "Anonymize resource sharing request notes",
  },
};

/** What is counted: the families, and what partners asked of this library, which names no patron. */
export const countedRecords = [...families, "lendingRequests"] as const;
export type CountedRecord = (typeof countedRecords)[number];

export const countedWords: Record<CountedRecord, Pick<Words, "one" | "many"> & { title: string }> =
  {
    loans: { ...familyWords.loans, title: "Loans" },
    fees: { ...familyWords.fees, title: "Fines and fees" },
    requests: { ...familyWords.requests, title: "Requests" },
    borrowingRequests: { ...familyWords.borrowingRequests, title: "Borrowing requests" },
    lendingRequests: {
      one: "lending request",
      many: "lending requests",
      title: "Lending requests",
    },
  };

/** As headings. */
export const familyTitles: Record<Family, string> = {
  loans: "Loans",
  fees: "Fines and Fees",
  requests: "Requests",
  borrowingRequests: "Resource Sharing Borrowing Requests",
};
