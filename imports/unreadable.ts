import { Refusal } from "#lib/refusal.ts";

/** The sentence for a file that this account may not open, or the error as it is. */
export function explainUnreadable(error: unknown, file: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "EACCES" || code === "EPERM"
    ? new Refusal(`${file} may not be read by this account.`)
    : error;
}
