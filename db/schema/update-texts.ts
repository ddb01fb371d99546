import { bigint, text } from "drizzle-orm/pg-core";
import { at } from "./columns.ts";
import { patron } from "./schemas.ts";

/**
 * What staff wrote for a run of Update/Notify Users to put into accounts. Here, since it may name a
 * person, and what a run is told stands in `console`; shown only while a second person has to decide
 * about it; gone with the run, or with the proposal that nobody let start, else after a week.
 */
export const updateTexts = patron.table("update_texts", {
  id: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  note: text(),
  blockNote: text(),
  subject: text(),
  body: text(),
  createdAt: at().notNull().defaultNow(),
});
