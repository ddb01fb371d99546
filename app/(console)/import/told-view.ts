import { isArchive, toldFormat, type FormatName } from "#imports/formats.ts";

/** What its name says of a file. */
export type Told =
  | { by: "name"; format: FormatName }
  /** Each file in it tells for itself. */
  | { by: "archive" }
  | { by: "nothing" };

export function tellFile(name: string): Told {
  if (isArchive(name)) return { by: "archive" };
  const format = toldFormat(name);
  return format ? { by: "name", format } : { by: "nothing" };
}
