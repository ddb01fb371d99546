import { customType, timestamp } from "drizzle-orm/pg-core";

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** A moment, as PostgreSQL writes it. */
export const at = () => timestamp({ withTimezone: true, mode: "string" });
