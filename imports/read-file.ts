import { createReadStream } from "node:fs";
import { pipeline, Readable, Transform } from "node:stream";
import { createGunzip, type Gunzip } from "node:zlib";
import { Refusal } from "#lib/refusal.ts";
import { isBomb, LARGEST_UNPACKED_BYTES, tooLarge, tooTight } from "./limits.ts";
import { explainZip, type ZipEntry } from "./read-zip.ts";
import { explainUnreadable } from "./unreadable.ts";
import { utf8Only } from "./utf8.ts";

const CHUNK_BYTES = 256 * 1024;

/** Where a file's bytes lie, and what to call it. */
export interface Location {
  /** As messages and reports call it; in an archive `archive.zip/its path there`. */
  file: string;
  gzipped: boolean;
  path: string;
  /** Where the path is an archive's: the file in it, and the archive's name. */
  entry?: ZipEntry;
  archive?: string;
}

/** A file's bytes, unpacked, within limits. Its errors are sentences. */
export function openFile(location: Location): Readable {
  return Readable.from(bytesOf(location), { objectMode: false });
}

async function* bytesOf(location: Location): AsyncGenerator<Buffer> {
  let source: Readable | undefined;
  try {
    source = location.entry
      ? await location.entry.open()
      : createReadStream(location.path, { highWaterMark: CHUNK_BYTES });
    yield* location.gzipped ? gunzipped(source, location.file) : source;
  } catch (error) {
    throw explain(error, location);
  } finally {
    source?.destroy();
  }
}

function gunzipped(source: Readable, file: string): Readable {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  return pipeline(source, gunzip, withinLimits(file, gunzip), () => {});
}

function withinLimits(file: string, gunzip: Gunzip): Transform {
  let unpacked = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      unpacked += chunk.length;
      if (unpacked > LARGEST_UNPACKED_BYTES) done(tooLarge(file));
      else if (isBomb(unpacked, gunzip.bytesWritten)) done(tooTight(file));
      else done(null, chunk);
    },
  });
}

function explain(error: unknown, { file, gzipped, archive }: Location): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (gzipped && /^Z_(DATA|BUF)_ERROR$/.test(code)) {
    return new Refusal(`${file} is not a whole gzip file. Nothing of it was imported.`);
  }
  return archive ? explainZip(error, archive) : explainUnreadable(error, file);
}

/** The text of a file, piece by piece, no character cut. Refuses what is not UTF-8. */
export async function* textOf(source: Readable, file: string): AsyncGenerator<string> {
  const text = pipeline(source, utf8Only(file, { endsWithLineBreak: false }), () => {});
  try {
    for await (const chunk of text as AsyncIterable<Buffer>) yield chunk.toString("utf8");
  } finally {
    source.destroy();
  }
}
