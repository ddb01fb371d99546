/** What an import says it did, as `lethe import --json` prints it. */
export interface ImportReport {
  files: FileReport[];
  /** Jobs that ran by themselves on the demo library which this import replaced; they no longer do. */
  madeInactive?: string[];
}

export interface FileReport {
  file: string;
  format: string;
  /** Lines of data; the sum of the five counts below. */
  read: number;
  created: number;
  updated: number;
  unchanged: number;
  alreadyAnonymized: number;
  rejected: number;
  /** By line; at most `LISTED_REJECTS` of them. */
  rejects: Reject[];
  /** How many that list leaves out; not there where it is whole. */
  moreRejects?: number;
  /** Codes that did not exist yet; a location as LIBRARY:LOCATION, a category as TYPE:CATEGORY. */
  createdCodes?: Partial<CreatedCodes> & { letterTypes?: string[] };
  /** Accounts made for a primary ID that a purge had removed; they have nothing of the old. */
  newAccountsForPurged?: number;
  warnings?: string[];
}

export interface Reject {
  line: number;
  /** Its number in the file, where several records may begin on one line: in XML and JSON. */
  record?: number;
  column: string | null;
  reason: string;
}

export interface CreatedCodes {
  libraries: string[];
  locations: string[];
  userGroups: string[];
  statisticalCategories: string[];
}

export interface ImportProgress {
  file: string;
  step: "waiting" | "reading" | "checking" | "writing";
  /** Lines read, or records written so far. */
  rows: number;
  /** Which of how many files, in order, counted from 0. */
  number: number;
  files: number;
}
