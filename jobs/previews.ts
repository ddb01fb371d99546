import { previewAnonymization } from "./anonymize/preview.ts";
import type { Preview } from "./engine/request-confirmed.ts";
import { previewLettersPurge } from "./purge-letters/preview.ts";
import { previewPurge } from "./purge-users/preview.ts";
import { previewUpdate } from "./update-users/preview.ts";

/** By job, what a run of it is confirmed with. */
export const previews = {
  anonymization: previewAnonymization,
  "letters-purge": previewLettersPurge,
  "purge-users": previewPurge,
  "update-users": previewUpdate,
} satisfies Record<string, Preview>;
