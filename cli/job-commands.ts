import type { Role, Tx } from "#db/client.ts";
import { readBackup } from "#db/queries/backups.ts";
import { previewAnonymization } from "#jobs/anonymize/preview.ts";
import { previewLettersPurge } from "#jobs/purge-letters/preview.ts";
import { previewPurge } from "#jobs/purge-users/preview.ts";
import { previewUpdate } from "#jobs/update-users/preview.ts";
import { backupSaid } from "#lib/backup.ts";
import { formatCountOf } from "#lib/format.ts";
import { lettersPreviewPage } from "./letters-page.ts";
import { previewPage } from "./preview-page.ts";
import { purgePreviewPage } from "./purge-page.ts";
import { updatePreviewPage } from "./update-page.ts";

/** What the commands of a job need of it. */
export interface JobCommand {
  preview(
    tx: Tx,
    asOf?: string,
    options?: unknown,
  ): Promise<{ confirm: number; settingsHash?: string; json: unknown; text: string }>;
  /** Who may ask what the preview asks, if not the worker. */
  previewedBy?: Role;
  /** "41,200 links and notes" */
  removes(confirm: number): string;
  /** Where it does not remove: "change". */
  does?: string;
}

export const jobCommands = {
  anonymization: {
    async preview(tx, asOf) {
      const found = await previewAnonymization(tx, asOf === undefined ? {} : { asOf });
      return { ...found, json: found, text: previewPage(found) };
    },
    removes: (confirm) => formatCountOf(confirm, "link or note", "links and notes"),
  },
  "letters-purge": {
    async preview(tx, asOf) {
      const found = await previewLettersPurge(tx, { asOf });
      return { ...found, json: found, text: lettersPreviewPage(found) };
    },
    removes: (confirm) => formatCountOf(confirm, "letter", "letters"),
  },
  "purge-users": {
    previewedBy: "lethe_web",
    async preview(tx, asOf, options) {
      const found = await previewPurge(tx, { asOf, options, withSample: true });
      return { ...found, json: found, text: purgePreviewPage(found) };
    },
    removes: (confirm) => formatCountOf(confirm, "user", "users"),
  },
  "update-users": {
    previewedBy: "lethe_web",
    async preview(tx, asOf, options) {
      const found = await previewUpdate(tx, { asOf, options });
      return { ...found, json: found, text: updatePreviewPage(found) };
    },
    removes: (confirm) => formatCountOf(confirm, "user", "users"),
    does: "change",
  },
} satisfies Record<string, JobCommand>;

/** A job's preview; where it removes, with what is to be said of the last verified backup. */
export async function previewOf(
  tx: Tx,
  { preview, does }: JobCommand,
  asOf?: string,
  options?: unknown,
): ReturnType<JobCommand["preview"]> {
  const found = await preview(tx, asOf, options);
  const backup = does === undefined ? await readBackup(tx) : null;
  const said = backup && backupSaid(backup);
  return said ? { ...found, text: `${found.text}\n\n${said}` } : found;
}
