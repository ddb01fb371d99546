import { isUtf8 } from "node:buffer";
import { Transform } from "node:stream";
import { Refusal } from "#lib/refusal.ts";

const NEWLINE = 0x0a;
const LONGEST_CHARACTER_BYTES = 4;

/** What is known of a file once its bytes have passed. */
export interface Passed {
  endsWithLineBreak: boolean;
}

/** Passes bytes on as they are, and refuses the file at the first that is not UTF-8. */
export function utf8Only(file: string, passed: Passed): Transform {
  let rest: Buffer = Buffer.alloc(0);
  let lines = 1;
  let first = true;

  const refuse = (bad: Buffer) =>
    new Refusal(
      `${file} is not UTF-8 text near line ${lines + badLine(bad)}. Save it in UTF-8; nothing of it was imported.`,
    );

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const other = first ? otherContent(chunk) : undefined;
      if (other) {
        done(new Refusal(`${file} ${other}; nothing of it was imported.`));
        return;
      }
      first = false;
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const whole = bytes.length - unfinishedBytes(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) {
        done(refuse(bytes));
        return;
      }
      lines += countLines(bytes.subarray(0, whole));
      rest = Buffer.from(bytes.subarray(whole));
      passed.endsWithLineBreak = bytes.at(-1) === NEWLINE || bytes.at(-1) === 0x0d;
      done(null, bytes.subarray(0, whole));
    },
    flush(done) {
      done(rest.length > 0 ? refuse(rest) : null);
    },
  });
}

/** What a file that begins like this is instead of UTF-8 text, as the end of a sentence. */
function otherContent(start: Buffer): string | undefined {
  const mark = start.subarray(0, 4).toString("hex");
  if (mark === "504b0304" && start.includes("[Content_Types].xml"))
    return "is an Excel workbook. Save its sheet as CSV UTF-8";
  if (mark === "504b0304") return "is a zip archive, whatever its name says. Call it .zip";
  if (mark.startsWith("1f8b")) return "is a gzip file, whatever its name says. Call it .gz";
  if (/^(fffe|feff)/.test(mark) || start.subarray(0, 200).includes(0))
    return "is UTF-16 text. Save it in UTF-8";
  return undefined;
}

/** How many bytes at the end begin a character that the next chunk finishes. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(LONGEST_CHARACTER_BYTES - 1, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

/** The line, counted from 0 within these bytes, that holds the first byte that is not UTF-8. */
function badLine(bytes: Buffer): number {
  let line = 0;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1 || !isUtf8(bytes.subarray(start, end))) return line;
    start = end + 1;
  }
  return line;
}
