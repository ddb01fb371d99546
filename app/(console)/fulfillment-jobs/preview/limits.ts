/** Milliseconds. Millions of finished records are asked their rules. */
export const PREVIEW_TIMEOUT_MS = 300_000;
