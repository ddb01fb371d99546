import { isAway, isUnstorable, sqlState, wasCancelled } from "#db/errors.ts";

export const unavailable =
  "The database cannot be reached right now. Nothing you entered is lost; try again in a moment.";

// Of a database that is named wrongly: its login, its name, its socket.
const misnamed = ["28000", "28P01", "3D000", "ENOENT"];

/** True when the database did not answer, rather than answered with an error. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error);
  return isAway(state) || misnamed.includes(state);
}

/** Somebody else holds what was asked for, or changed it at the same time. */
export const isContended = (error: unknown): boolean =>
  ["55P03", "40001", "40P01"].includes(sqlState(error));

export const contended = "Somebody else is changing this right now. Nothing was saved; try again.";
export const busy =
  "Something large is under way, such as an import, and holds what this reads. Try again in a minute.";
const tookTooLong =
  "This took longer than it may and was given up. Nothing was changed; try again when less is going on.";
export const unstorable =
  "What was sent holds a character that no text has (NUL). Nothing was saved.";

/** What the database said no with that is no bug: as an answer's status and a sentence. */
export function toldByDatabase(
  error: unknown,
  { reads = false } = {},
): { status: number; sentence: string } | undefined {
  if (isUnavailable(error)) return { status: 503, sentence: unavailable };
  if (isContended(error)) {
    return reads ? { status: 503, sentence: busy } : { status: 409, sentence: contended };
  }
  if (wasCancelled(error)) return { status: 503, sentence: tookTooLong };
  if (isUnstorable(error)) return { status: 400, sentence: unstorable };
  return undefined;
}
