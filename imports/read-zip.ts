import { Transform, type Readable } from "node:stream";
import { crc32 } from "node:zlib";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { formatCount } from "#lib/format.ts";
import { Refusal } from "#lib/refusal.ts";
import { explainUnreadable } from "./unreadable.ts";
import { isBomb, LARGEST_UNPACKED_BYTES, MOST_ENTRIES, tooLarge, tooTight } from "./limits.ts";

export interface ZipEntry {
  /** Its path within the archive, which is never a path of ours. */
  name: string;
  /** Its bytes, unpacked as they are read. */
  open: () => Promise<Readable>;
}

const DIRECTORY_OR_HIDDEN = /\/$|(^|\/)\.|^__MACOSX\//;
const FILE_KIND = 0o170000;
const LINK = 0o120000;

/**
 * The files of an archive, by its central directory. Nothing is extracted to a path; an archive that
 * could harm or mislead is refused as a whole, before any of it is read.
 */
export async function zipEntries(path: string, archive: string): Promise<ZipEntry[]> {
  let zip: ZipFile | undefined;
  try {
    zip = await open(path);
    if (zip.entryCount > MOST_ENTRIES) throw tooMany(archive);
    const entries: Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entries.push(entry) > MOST_ENTRIES) throw tooMany(archive);
      refuseUnsafe(entry, archive);
    }
    refuseBomb(entries, zip.fileSize, archive);
    refuseTwins(entries, archive);
    return entries
      .filter(({ fileName }) => !DIRECTORY_OR_HIDDEN.test(fileName))
      .map((entry) => ({ name: entry.fileName, open: () => openEntry(path, entry, archive) }));
  } catch (error) {
    throw explainZip(error, archive);
  } finally {
    zip?.close();
  }
}

const open = (path: string) =>
  openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });

const tooMany = (archive: string) =>
  new Refusal(`${archive} holds more than ${formatCount(MOST_ENTRIES)} files.`);

function refuseUnsafe(entry: Entry, archive: string): void {
  if (entry.isEncrypted()) throw new Refusal(`${archive} is protected by a password.`);
  if (/\.zip$/i.test(entry.fileName)) {
    throw new Refusal(`${archive} holds another zip archive; unpack it first.`);
  }
  if (((entry.externalFileAttributes >>> 16) & FILE_KIND) === LINK) {
    throw new Refusal(`${archive} holds a link to a file in place of the file.`);
  }
  if (!entry.canDecodeFileData()) {
    throw new Refusal(`${archive} is packed in a way that Lethe does not open; pack it as usual.`);
  }
}

function refuseBomb(entries: Entry[], archiveBytes: number, archive: string): void {
  const sum = (of: (entry: Entry) => number) =>
    entries.reduce((total, entry) => total + of(entry), 0);
  const unpacked = sum((entry) => entry.uncompressedSize);
  const packed = sum((entry) => entry.compressedSize);
  if (packed > archiveBytes) throw new Refusal(`${archive} holds files that overlap each other.`);
  if (unpacked > LARGEST_UNPACKED_BYTES) throw tooLarge(archive);
  const bomb = entries.some(({ uncompressedSize, compressedSize }) =>
    isBomb(uncompressedSize, compressedSize),
  );
  if (bomb || isBomb(unpacked, packed)) throw tooTight(archive);
}

/** Programs differ on which of them an archive holds. */
function refuseTwins(entries: Entry[], archive: string): void {
  const names = new Set<string>();
  for (const { fileName } of entries) {
    if (names.has(fileName)) throw new Refusal(`${archive} holds two files called ${fileName}.`);
    names.add(fileName);
  }
}

async function openEntry(path: string, entry: Entry, archive: string): Promise<Readable> {
  let zip: ZipFile | undefined;
  try {
    zip = await open(path);
    const bytes = await zip.openReadStreamPromise(entry);
    const checked = bytes.pipe(checksum(entry));
    bytes.on("error", (error) => checked.destroy(error));
    checked.on("close", () => bytes.destroy());
    return checked;
  } catch (error) {
    throw explainZip(error, archive);
  } finally {
    // The file stays open until the stream has ended.
    zip?.close();
  }
}

class Damaged extends Error {}

const isSystemError = (error: Error) => "code" in error && /^E[A-Z]+$/.test(String(error.code));

function checksum(entry: Entry): Transform {
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum = crc32(chunk, sum);
      done(null, chunk);
    },
    flush(done) {
      done(sum === entry.crc32 ? null : new Damaged());
    },
  });
}

/** The sentence for an archive that is not what it should be, or the error as it is. */
export function explainZip(error: unknown, archive: string): unknown {
  const unreadable = explainUnreadable(error, archive);
  if (unreadable !== error) return unreadable;
  // What is wrong with an archive is thrown as a plain error, by yauzl and by zlib.
  if (!(error instanceof Error) || error.name !== "Error" || isSystemError(error)) return error;
  if (/relative path|absolute path|invalid characters in fileName/.test(error.message)) {
    return new Refusal(`${archive} holds a file whose path leads out of the archive.`);
  }
  if (/encryption/.test(error.message)) {
    return new Refusal(`${archive} is protected by a password.`);
  }
  return new Refusal(
    `${archive} is not a whole zip archive: it was cut off or is damaged. Nothing of it was imported.`,
  );
}
