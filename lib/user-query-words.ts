import type { UserField, UserOperator } from "./user-conditions.ts";

/** Fields as the screens name them, in the order in which they are offered. */
export const fieldNames: Record<UserField, string> = {
  recordType: "Record type",
  accountType: "Account type",
  status: "Status",
  userGroup: "User group",
  jobCategory: "Job category",
  campus: "Campus",
  expiryDate: "Expiry date",
  purgeDate: "Purge date",
  createdDate: "Created date",
  lastActivity: "Last activity",
  statisticalCategory: "Statistical category",
  block: "Block",
  hasOpenLoans: "Has open loans",
  feesOwed: "Fees owed",
  identifierType: "Identifier type",
  noteText: "Note text",
};
export const userFields = Object.keys(fieldNames) as UserField[];

const listed: UserOperator[] = ["in", "notIn"];
const empty: UserOperator[] = ["isEmpty", "isNotEmpty"];
const dated: UserOperator[] = ["before", "after", "on", "moreThanDaysAgo", "lessThanDaysAgo"];

export const operatorsOf: Record<UserField, readonly UserOperator[]> = {
  recordType: listed,
  accountType: listed,
  status: listed,
  userGroup: [...listed, ...empty],
  jobCategory: [...listed, ...empty],
  campus: [...listed, ...empty],
  expiryDate: [...dated, ...empty],
  purgeDate: [...dated, ...empty],
  createdDate: dated,
  lastActivity: [...dated, ...empty],
  statisticalCategory: [...listed, ...empty],
  block: [...listed, ...empty],
  hasOpenLoans: ["is"],
  feesOwed: [">", "<", "="],
  identifierType: [...listed, ...empty],
  noteText: ["contains", "notContains", ...empty],
};

export const operatorNames: Record<UserOperator, string> = {
  in: "in list",
  notIn: "not in list",
  isEmpty: "is empty",
  isNotEmpty: "is not empty",
  on: "on",
  before: "before",
  after: "after",
  moreThanDaysAgo: "more than … days ago",
  lessThanDaysAgo: "less than … days ago",
  is: "is",
  "=": "= exactly",
  "<": "< less than",
  ">": "> more than",
  contains: "contains",
  notContains: "does not contain",
};
