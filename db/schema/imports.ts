import { customType, bigint, index, integer, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { patron, record } from "./schemas.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

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
    createdAt: timestamp({ withTimezone: true, mode: "string" }).notNull().defaultNow(),
  },
  (table) => [
    index("import_rejects_import_id_index").on(table.importId, table.line),
    index("import_rejects_created_at_index").on(table.createdAt),
  ],
);
