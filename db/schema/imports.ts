import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { importLimits } from "#lib/import-limits.ts";
import { at, bytea } from "./columns.ts";
import { console, patron, record } from "./schemas.ts";

const counted = () => bigint({ mode: "number" }).notNull();

/**
 * One keyed hash for every source number ever imported, without the record's id: an import knows
 * that a record was seen and forgotten, and nothing more.
 */
export const seenSources = record.table("seen_sources", { digest: bytea().primaryKey() });

/** Lines that an import refused, kept for 7 days. `reason` may name a patron. */
export const importRejects = patron.table(
  "import_rejects",
  {
    id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    importId: uuid().notNull(),
    file: text().notNull(),
    line: integer().notNull(),
    /** Its number in a file whose records may share a line; null where the line says enough. */
    record: integer(),
    column: text(),
    reason: text().notNull(),
    createdAt: at().notNull().defaultNow(),
  },
  (table) => [
    index("import_rejects_import_id_place_index").on(table.importId, table.id),
    index("import_rejects_created_at_index").on(table.createdAt),
  ],
);

export const importStatus = console.enum("import_status", [
  "uploading",
  "queued",
  "running",
  "stopping",
  "stopped",
  "completed",
  "completedWithRejects",
  "failed",
]);
export const importStep = console.enum("import_step", [
  "waiting",
  "reading",
  "checking",
  "writing",
]);

/**
 * An import asked for on the screen or over HTTP: first its files are sent, then it is tried, then it
 * is done, each at a start of its own. What its files are called is in `patron`.
 */
export const imports = console.table(
  "imports",
  {
    id: uuid().primaryKey().defaultRandom(),
    status: importStatus().notNull().default("uploading"),
    /** Whether the last start was to try only: all checks and counts, and nothing kept. */
    dryRun: boolean().notNull().default(true),
    source: text().notNull(),
    replaceDemo: boolean().notNull().default(false),
    /** As in the audit. No foreign key: what was imported outlives who asked. */
    submittedBy: text().notNull(),
    createdAt: at().notNull().defaultNow(),
    queuedAt: at(),
    startedAt: at(),
    endedAt: at(),
    /** Counts claims. A worker whose epoch is not the row's has been replaced, and keeps nothing. */
    epoch: integer().notNull().default(0),
    /** Claims since the last start: an import that ends its worker each time is given up. */
    attempts: smallint().notNull().default(0),
    heartbeatAt: at(),
    /** When a worker was last called for. */
    calledAt: at(),
    /** Where the worker is: which file in reading order, what it does with it, and how far. */
    file: integer(),
    files: integer(),
    step: importStep(),
    rows: bigint({ mode: "number" }),
    /** Lines of that file so far, and of all files as a dry run counted them; for a share of the whole. */
    lines: bigint({ mode: "number" }),
    expected: bigint({ mode: "number" }),
  },
  (table) => [
    index("imports_created_at_index").on(table.createdAt, table.id),
    check("imports_source_is_a_name", sql`${table.source} ~ '^[A-Za-z0-9_.-]{1,50}$'`),
    check(
      "imports_ended_when_terminal",
      sql`(${table.endedAt} IS NULL) = (${table.status} IN ('uploading', 'queued', 'running', 'stopping'))`,
    ),
  ],
);

const ofImport = () =>
  uuid()
    .notNull()
    .references(() => imports.id, { onDelete: "cascade" });

/** What became of each file, in reading order; written in the transaction that imported it. */
export const importCounts = console.table(
  "import_counts",
  {
    importId: ofImport(),
    number: integer().notNull(),
    format: text().notNull(),
    read: counted(),
    created: counted(),
    updated: counted(),
    unchanged: counted(),
    alreadyAnonymized: counted(),
    rejected: counted(),
    newAccountsForPurged: counted(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.number] })],
);

/** What a file is called, and what was said of it: a name or a code may be a person's. */
export const importedFiles = patron.table(
  "import_files",
  {
    importId: ofImport(),
    number: integer().notNull(),
    name: text().notNull(),
    warnings: text().array(),
    createdCodes: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.number] })],
);

/** Why an import failed, in the sentence that its person is shown; it may quote a file. */
export const importProblems = patron.table("import_problems", {
  importId: ofImport().primaryKey(),
  sentence: text().notNull(),
});

/** A file that is sent, in the order of sending. */
export const importUploads = patron.table(
  "import_uploads",
  {
    importId: ofImport(),
    number: integer().notNull(),
    name: text().notNull(),
    /** Where the name does not tell. */
    format: text(),
    size: bigint({ mode: "number" }).notNull(),
    /** When the file was last changed, as the sender's clock says: a resumed upload is of the same file. */
    modified: bigint({ mode: "number" }),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.number] }),
    check(
      "import_uploads_number",
      sql`${table.number} BETWEEN 0 AND ${sql.raw(`${importLimits.files - 1}`)}`,
    ),
    check(
      "import_uploads_size",
      sql`${table.size} BETWEEN 1 AND ${sql.raw(`${importLimits.fileBytes}`)}`,
    ),
  ],
);

/**
 * The bytes of a file that is sent, piece by piece. Unlogged, and emptied as soon as no import needs
 * them: what patrons' names are in is to leave no trace in files and logs.
 */
export const importChunks = patron.table(
  "import_chunks",
  {
    importId: uuid().notNull(),
    number: integer().notNull(),
    start: bigint({ mode: "number" }).notNull(),
    length: integer().generatedAlwaysAs(sql`octet_length(bytes)`),
    bytes: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.importId, table.number, table.start] }),
    foreignKey({
      name: "import_chunks_upload_fk",
      columns: [table.importId, table.number],
      foreignColumns: [importUploads.importId, importUploads.number],
    }).onDelete("cascade"),
  ],
);
