import type { Readable } from "node:stream";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { Refusal } from "#lib/refusal.ts";
import { isBomb } from "../limits.ts";
import { LARGEST_WORKBOOK_BYTES } from "./limits.ts";
import type { ListedId } from "./set-file.ts";
import { dateStyles, firstSheet, sharedTexts } from "./workbook.ts";
import { firstColumn } from "./sheet.ts";

/** The first column of a workbook's first sheet. */
export async function* readXlsx(bytes: Buffer): AsyncGenerator<ListedId> {
  let zip: ZipFile | undefined;
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true, validateEntrySizes: true });
    const parts = await partsOf(zip);
    const part = (name: string) => open(zip, parts.get(name));
    const sheet = await firstSheet(
      await part("xl/workbook.xml"),
      await part("xl/_rels/workbook.xml.rels"),
    );
    const texts = await sharedTexts(await part("xl/sharedstrings.xml"));
    const dates = await dateStyles(await part("xl/styles.xml"));
    const cells = sheet && (await part(sheet.toLowerCase()));
    if (!cells) throw new Refusal(notWhole);
    yield* firstColumn(cells, texts, dates);
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error)) throw error;
    throw new Refusal(/encrypt/i.test(error.message) ? isProtected : notWhole);
  } finally {
    zip?.close();
  }
}

const notWhole =
  "The file is not a whole XLSX workbook: it was cut off, or is another kind of file.";
const isProtected = "The workbook is protected by a password. Save it without one.";

/** The parts of a workbook by their names in lower case, once it is known that they are bearable. */
async function partsOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new Refusal(isProtected);
    unpacked += entry.uncompressedSize;
    if (unpacked > LARGEST_WORKBOOK_BYTES || isBomb(entry.uncompressedSize, entry.compressedSize)) {
      throw new Refusal(
        `The workbook unpacks to more than a list of users does. Send its first column alone.`,
      );
    }
    parts.set(entry.fileName.toLowerCase(), entry);
  }
  return parts;
}

const open = async (
  zip: ZipFile | undefined,
  entry: Entry | undefined,
): Promise<Readable | null> => (zip && entry ? zip.openReadStreamPromise(entry) : null);
