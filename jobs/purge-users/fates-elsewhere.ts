import { sql } from "drizzle-orm";
import { fates, keep, mentioned, ofNobody, set, type AllFates } from "./fate.ts";

const upload = ofNobody("of a file that staff sent; gone with its import");
const refused = ofNobody("which line of a file was refused and why, never what stood in it");
const ofSet = ofNobody("written by staff about a set");
const toMany = ofNobody("written by staff to many users; gone with the run");
const ofRun = ofNobody("an id, gone with the run");
const query = set(
  sql`'removed by a purge'`,
  "a condition that finds nobody where it named the person",
);

/** Tables that are of no user, and may name one all the same. */
export const fatesElsewhere: Pick<
  AllFates,
  | "importRejects"
  | "setUploadLines"
  | "userSearches"
  | "legalHolds"
  | "sets"
  | "setUploads"
  | "importedFiles"
  | "importProblems"
  | "importUploads"
  | "importChunks"
  | "setAsideRows"
  | "runMembers"
  | "updateTexts"
> = {
  // What is found by the person's numbers, while they still stand somewhere.
  setUploadLines: {
    whose: "mentions",
    columns: { uploadId: mentioned, line: mentioned, value: mentioned, reason: mentioned },
  },
  userSearches: {
    whose: "mentions",
    columns: { id: mentioned, staffId: mentioned, search: mentioned, createdAt: mentioned },
  },
  legalHolds: {
    whose: "mentions",
    columns: {
      id: mentioned,
      reason: mentioned,
      owner: mentioned,
      reviewOn: mentioned,
      userId: mentioned,
      setId: mentioned,
      placedAt: mentioned,
      placedBy: mentioned,
      releasedAt: mentioned,
      releasedBy: mentioned,
      members: mentioned,
    },
  },
  sets: {
    whose: "mentions",
    columns: {
      id: ofSet,
      version: ofSet,
      membersVersion: ofSet,
      name: ofSet,
      description: ofSet,
      note: ofSet,
      private: ofSet,
      kind: ofSet,
      query: { ...fates(keep("fully reportable"), query, query), fullyRemove: query },
      ownerId: ofSet,
      createdAt: ofSet,
    },
  },
  // Of no person, or of none by name.
  importRejects: {
    whose: "nobody",
    columns: {
      id: refused,
      importId: refused,
      file: refused,
      line: refused,
      record: refused,
      column: refused,
      reason: refused,
      createdAt: refused,
    },
  },
  setUploads: {
    whose: "nobody",
    columns: {
      id: ofSet,
      setId: ofSet,
      added: ofSet,
      alreadyMembers: ofSet,
      notFound: ofSet,
      duplicates: ofSet,
      createdAt: ofSet,
    },
  },
  importedFiles: {
    whose: "nobody",
    columns: {
      importId: upload,
      number: upload,
      name: upload,
      warnings: upload,
      createdCodes: upload,
    },
  },
  importProblems: { whose: "nobody", columns: { importId: upload, sentence: upload } },
  importUploads: {
    whose: "nobody",
    columns: {
      importId: upload,
      number: upload,
      name: upload,
      format: upload,
      size: upload,
      modified: upload,
    },
  },
  importChunks: {
    whose: "nobody",
    columns: {
      importId: upload,
      number: upload,
      start: upload,
      length: upload,
      bytes: upload,
    },
  },
  setAsideRows: {
    whose: "nobody",
    columns: { runId: ofRun, part: ofRun, key: ofRun, code: ofRun, at: ofRun },
  },
  runMembers: { whose: "nobody", columns: { runId: ofRun, userId: ofRun } },
  updateTexts: {
    whose: "nobody",
    columns: {
      id: toMany,
      note: toMany,
      blockNote: toMany,
      subject: toMany,
      body: toMany,
      createdAt: toMany,
    },
  },
};
