import { Refusal } from "#lib/refusal.ts";

// What pg says without a code when a connection ended, could not be had in time, or is asked after its end.
const lostConnection =
  /connection (?:terminated|ended)|timeout expired|timeout exceeded|connection timeout|not queryable/i;

/**
 * SQLSTATE or system code of a failed query, "" when the error is none. Drizzle wraps what pg throws,
 * and a connection that ends without a word has no code at all.
 */
export function sqlState(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (lostConnection.test(cause.message)) return "08006";
  }
  return "";
}

/** Name of the violated constraint, "" when the error is none of that kind. */
export function violatedConstraint(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("constraint" in cause && typeof cause.constraint === "string") return cause.constraint;
  }
  return "";
}

/** A unique value that another row has already is refused in a sentence; anything else is thrown on. */
export async function refuseTaken<T>(
  write: Promise<T>,
  constraint: string,
  sentence: string,
): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (violatedConstraint(error) !== constraint) throw error;
    throw new Refusal(sentence);
  }
}

// Class 08, 57P: the connection or the server went away; 53300: it has no connection left; the
// system's own: it cannot be reached, or its name not be looked up.
const away = /^(08|57P|53300)|^E(CONN|PIPE|TIMEDOUT|HOST|NET|NOTFOUND|AI_AGAIN)/;

/** Whether what failed is the way to the server, which comes back, and not what was asked of it. */
export const isAway = (code: string): boolean => away.test(code);

/** Whether a statement was broken off: by its time limit, or because nobody waits for it any more. */
export const wasCancelled = (error: unknown): boolean => sqlState(error) === "57014";

/** Whether a text was refused that PostgreSQL cannot hold: it has the character NUL, by itself or in JSON. */
export const isUnstorable = (error: unknown): boolean =>
  ["22021", "22P05"].includes(sqlState(error));
