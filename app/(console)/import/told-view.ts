import { isArchive, isTaken, toldFormat, type FormatName } from "#imports/formats.ts";

/** What its name says of a file. */
export type Told =
  | { by: "name"; format: FormatName }
  /** Each file in it tells for itself. */
  | { by: "archive" }
  /** Known, and not taken by this version. */
  | { by: "notTaken"; format: string }
  | { by: "nothing" };

export function tellFile(name: string): Told {
  if (isArchive(name)) return { by: "archive" };
  const format = toldFormat(name);
  if (!format) return { by: "nothing" };
  return isTaken(format) ? { by: "name", format } : { by: "notTaken", format };
}
