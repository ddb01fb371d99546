import { pipeline } from "node:stream/promises";
import type { Tx } from "#db/client.ts";
import {
  unfoundCells,
  unfoundColumns,
  unfoundIds,
  type SentId,
  type SetUpload,
} from "#db/queries/set-uploads.ts";
import { LARGEST_SET_FILE_BYTES } from "#imports/set-file/limits.ts";
import { readSetFile } from "#imports/set-file/set-file.ts";
import { csvText } from "#lib/csv.ts";
import { uploadSentence } from "#lib/set-fields.ts";
import { WrongUsage } from "./command.ts";
import { readBytes, writeWhole } from "./files.ts";

export const idsOf = async (file: string): Promise<SentId[]> =>
  readSetFile(await readBytes(file, LARGEST_SET_FILE_BYTES));

export function refuseAlone(unknown: string | undefined, file: string | undefined): void {
  if (unknown !== undefined && file === undefined) {
    throw new WrongUsage("--unknown stands beside --file.");
  }
}

/** What became of the IDs of a file. */
export function uploadLines(upload: SetUpload | null, unknown: string | undefined): string[] {
  if (!upload) return [];
  const { notFound } = upload;
  const where = unknown === undefined ? "--unknown FILE writes them down" : `in ${unknown}`;
  return [
    uploadSentence(upload),
    ...(notFound > 0 ? [`The IDs that were not found: ${where}.`] : []),
  ];
}

type Keep = (tx: Tx, upload: SetUpload | null) => Promise<void>;

/** Writes the IDs that were not found, where a file is named for them, before anything is committed. */
export function keeping<T>(file: string | undefined, work: (keep: Keep) => Promise<T>): Promise<T> {
  if (file === undefined) return work(() => Promise.resolve());
  return writeWhole(file, (to) =>
    work(async (tx, upload) => {
      const lines = upload ? await unfoundIds(tx, upload.id) : [];
      await pipeline([csvText(unfoundColumns, lines.map(unfoundCells))], to);
    }),
  );
}
