import type { Tx } from "#db/client.ts";
import { readAnonymization } from "#db/queries/anonymization.ts";
import { readRetention } from "#db/queries/letter-retention.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { formatCountOf } from "#lib/format.ts";
import { lettersPreviewPage } from "./letters-page.ts";
import { previewPage } from "./preview-page.ts";

/** What the commands of a job need of it. */
export interface JobCommand {
  preview(tx: Tx, asOf?: string): Promise<{ confirm: number; json: unknown; text: string }>;
  /** What a run freezes: what was agreed to must be what is frozen. */
  settings(tx: Tx): Promise<unknown>;
  /** "41,200 links and notes" */
  removes(confirm: number): string;
}

export const jobCommands = {
  anonymization: {
    async preview(tx, asOf) {
      const found = await previewAnonymization(tx, asOf === undefined ? {} : { asOf });
      return { confirm: found.confirm, json: found, text: previewPage(found) };
    },
    settings: readAnonymization,
    removes: (confirm) => formatCountOf(confirm, "link or note", "links and notes"),
  },
  "letters-purge": {
    async preview(tx, asOf) {
      const found = await previewLettersPurge(tx, { asOf });
      return { confirm: found.confirm, json: found, text: lettersPreviewPage(found) };
    },
    settings: readRetention,
    removes: (confirm) => formatCountOf(confirm, "letter", "letters"),
  },
} satisfies Record<string, JobCommand>;
