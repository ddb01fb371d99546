import { log, logError } from "./log.ts";

/**
 * Next and libraries print the errors they catch as they are, with the values bound to a failed query.
 * From here on they go to the log without; what onRequestError has logged is not told twice.
 */
export function quietConsole(): void {
  for (const method of ["error", "warn"] as const) {
    console[method] = (...parts: unknown[]) => {
      const error = parts.find((part) => part instanceof Error);
      const said = parts.filter((part) => typeof part === "string").join(" ");
      if (!error) log[method](said);
      else if (!("digest" in error)) logError(said, error);
    };
  }
}
