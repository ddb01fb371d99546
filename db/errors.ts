/**
 * SQLSTATE or system code of a failed query, "" when the error is none. Drizzle wraps what pg throws,
 * and a connection that ends without a word has no code at all.
 */
export function sqlState(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
    if (
      /Connection terminated|timeout expired|timeout exceeded|connection timeout/i.test(
        cause.message,
      )
    )
      return "08006";
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
