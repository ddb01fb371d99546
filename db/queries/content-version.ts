import { createHash } from "node:crypto";

/** The version of what has no count of its changes: another one for other content. */
export const contentVersion = (content: readonly string[]): number =>
  Number.parseInt(
    createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12),
    16,
  );
