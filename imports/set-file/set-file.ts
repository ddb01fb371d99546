import { Refusal } from "#lib/refusal.ts";
import { isShortened } from "../cells.ts";
import { LARGEST_SET_FILE_BYTES, MOST_IDS } from "./limits.ts";
import { readText } from "./read-text.ts";
import { readXlsx } from "./read-xlsx.ts";
import { formatCount } from "#lib/format.ts";

/** A cell of the first column, under its header. */
export interface ListedId {
  /** Line of a text file, row of a sheet. */
  line: number;
  value: string;
  /** Excel holds it as a number: leading zeros are lost if there were any. */
  isNumber: boolean;
}

const headers = ["primary id", "username", "user name"];

/**
 * The IDs in the first column of a CSV, TXT or XLSX file, told by its content. The column is headed
 * Primary ID, USERNAME or User name; other columns are passed over.
 */
export async function readSetFile(bytes: Buffer): Promise<ListedId[]> {
  if (bytes.length === 0) throw new Refusal("The file is empty.");
  if (bytes.length > LARGEST_SET_FILE_BYTES) throw tooLarge();
  const ids: ListedId[] = [];
  let isHeaded = false;
  for await (const cell of isZip(bytes) ? readXlsx(bytes) : readText(bytes)) {
    const value = cell.value.trim();
    if (value === "") continue;
    if (!isHeaded) {
      if (!headers.includes(value.toLowerCase())) throw new Refusal(withoutHeader);
      isHeaded = true;
    } else if (isShortened(value)) {
      throw new Refusal(
        `A spreadsheet has shortened the ID on line ${cell.line}. Format the column as text, and export again.`,
      );
    } else if (ids.push({ ...cell, value }) > MOST_IDS) {
      throw new Refusal(`The file lists more than ${formatCount(MOST_IDS)} users. Split it.`);
    }
  }
  if (!isHeaded) throw new Refusal(withoutHeader);
  if (ids.length === 0) throw new Refusal("The file lists nobody below its header.");
  return ids;
}

export const tooLarge = () =>
  new Refusal(
    `The file is larger than ${LARGEST_SET_FILE_BYTES / 1024 ** 2} MB. A list of IDs is not; send its first column alone.`,
  );

const withoutHeader =
  "The first column has no header that Lethe knows. Head it Primary ID, USERNAME or User name.";

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004";
