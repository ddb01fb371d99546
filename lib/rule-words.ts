import type { Operator, Parameter } from "./rules.ts";

/** Input parameters as the screens name them. */
export const parameterNames: Record<Parameter, string> = {
  daysSinceEnded: "Days since ended",
  daysSinceUserExpiry: "Days since user expiry",
  library: "Library",
  location: "Location",
  userGroup: "User group (at the event)",
  loansToRetain: "Number of loans to retain",
  statisticalCategory: "Statistical category",
  requestType: "Request type",
  hasOpenFee: "Has an open fee",
};

export const operatorsOf: Record<Parameter, readonly Operator[]> = {
  daysSinceEnded: [">", "<", "="],
  daysSinceUserExpiry: [">", "<", "=", "isEmpty"],
  library: ["in", "notIn"],
  location: ["in", "notIn"],
  userGroup: ["in", "notIn"],
  loansToRetain: ["beyond"],
  statisticalCategory: ["in", "notIn"],
  requestType: ["in", "notIn"],
  hasOpenFee: ["is"],
};

export const operatorNames: Record<Operator, string> = {
  "=": "= exactly",
  "<": "< less than",
  ">": "> more than",
  isEmpty: "is empty",
  in: "in list",
  notIn: "not in list",
  beyond: "beyond the latest",
  is: "is",
};

/** Parameters whose values are codes of the library's own. */
const codedParameters = ["library", "location", "userGroup", "statisticalCategory"] as const;
export type CodedParameter = (typeof codedParameters)[number];

export interface Code {
  /** As a rule names it: a location as LIBRARY:LOCATION, a category as TYPE:CATEGORY. */
  code: string;
  name: string;
}
export type KnownCodes = Record<CodedParameter, Code[]>;

export const isCoded = (parameter: Parameter): parameter is CodedParameter =>
  codedParameters.some((coded) => coded === parameter);
