/*
 * Which files are known, told by their names. Knows no file system: the screen tells them as they are
 * chosen.
 */

/** In the order in which files are imported: who before what. */
export const takenFormats = [
  "users",
  "loans",
  "fees",
  "fee_transactions",
  "requests",
  "borrowing_requests",
  "lending_requests",
  "letters",
] as const;
export type FormatName = (typeof takenFormats)[number];

export const isTaken = (name: string | undefined): name is FormatName =>
  takenFormats.some((candidate) => candidate === name);

/** Those that come as Alma's XML and JSON too, and not as CSV alone. */
export const almaFormats: readonly FormatName[] = ["users"];

export type Shape = "csv" | "xml" | "json";

const ENDING = /\.(csv|xml|json)(\.gz)?$/i;

/** Whether a file among others is one to import. */
export const hasKnownEnding = (file: string): boolean => ENDING.test(file);
export const isArchive = (file: string): boolean => /\.zip$/i.test(file);
export const isGzipped = (file: string): boolean => /\.gz$/i.test(file);

export function toldShape(file: string): Shape {
  const ending = ENDING.exec(file)?.[1]?.toLowerCase();
  return ending === "xml" || ending === "json" ? ending : "csv";
}

/** What a file holds as its name says; undefined where it does not say. */
export function toldFormat(file: string): FormatName | undefined {
  const stem = file.replace(ENDING, "");
  const named = takenFormats.find((candidate) =>
    new RegExp(`^${candidate}(?![a-z_]*[a-z])`, "i").test(stem),
  );
  // XML and JSON are Alma's users, whatever the file is called.
  return named ?? (toldShape(file) === "csv" ? undefined : "users");
}
