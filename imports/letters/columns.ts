import { longestBodyBytes } from "#db/schema/index.ts";
import { BadCell, code, identifier, moment, oneOf, words, type CellType } from "../cells.ts";
import type { Column } from "../format.ts";

const channels = oneOf(["email", "sms", "print"]);

const channel: CellType = (text) => channels(/^e-?mail$/i.test(text) ? "email" : text);

const body: CellType = (text) => {
  if (Buffer.byteLength(text) > longestBodyBytes)
    throw new BadCell("The body is larger than 1 MB.");
  return words(longestBodyBytes)(text);
};

/** patron.admit_letters takes lines of exactly these. */
export const letterColumns: readonly Column[] = [
  {
    name: "letter_id",
    required: true,
    filled: true,
    read: identifier,
    sql: "text",
    personal: true,
  },
  {
    name: "primary_id",
    required: true,
    filled: true,
    read: identifier,
    sql: "text",
    personal: true,
  },
  { name: "letter_code", required: true, filled: true, read: code, sql: "text" },
  { name: "created", required: true, filled: true, read: moment, sql: "timestamptz" },
  { name: "subject", read: words(10_000), sql: "text", personal: true },
  { name: "channel", read: channel, sql: "console.letter_channel" },
  { name: "body", read: body, sql: "text STORAGE EXTERNAL", personal: true },
];
