import {
  createReadStream,
  createWriteStream,
  existsSync,
  statSync,
  type WriteStream,
} from "node:fs";
import { rename, rm } from "node:fs/promises";
import { once } from "node:events";
import { z } from "zod";
import { issueSentences } from "#lib/issue-sentences.ts";
import { Refusal } from "#lib/refusal.ts";
import type { Terminal } from "./command.ts";
import { fromHere, toHere } from "./from-here.ts";

/** Stands for standard input in the place of a file. */
const INPUT = "-";
const named = (file: string) => (file === INPUT ? "Standard input" : file);

/** Of a file that is longer than `most` one byte more: enough to tell. */
export async function readBytes(file: string, most = Infinity): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of file === INPUT ? process.stdin : createReadStream(fromHere(file))) {
      pieces.push(Buffer.from(piece as Uint8Array));
      size += (piece as Uint8Array).length;
      if (size > most) break;
    }
  } catch (error) {
    throw whyNot(error, {
      ENOENT: `There is no file ${named(file)}.`,
      EISDIR: `${named(file)} is a folder, not a file.`,
      EACCES: `${named(file)} may not be read by this account.`,
    });
  }
  return Buffer.concat(pieces).subarray(0, most + 1);
}

export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Refusal(`${named(file)} is not in UTF-8.`);
  }
}

/** JSON of a schema. What does not fit is told by its place: the file itself may name a patron. */
export async function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(jsonOf(file, await readText(file)));
  if (parsed.success) return parsed.data;
  const known = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  throw new Refusal(
    [
      `${named(file)} was refused; nothing was changed.`,
      ...issueSentences(parsed.error, known, "The file"),
    ].join("\n  "),
  );
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refusal(`${named(file)} is not JSON.`);
  }
}

/**
 * What names a patron is typed or piped in, never written on a command line: shells keep those, and whoever
 * else works on the machine can see them.
 */
export async function privately(terminal: Terminal, question: string): Promise<string> {
  const typed = terminal.attended ? await terminal.ask(question) : await readText(INPUT);
  return (typed ?? "").trim();
}

/** A file that its owner alone reads, and that is there whole or not at all. */
export async function writeWhole<T>(
  file: string,
  write: (to: WriteStream) => Promise<T>,
): Promise<T> {
  const place = toHere(file);
  const part = `${place}.part`;
  if (existsSync(place) && statSync(place).isDirectory()) {
    throw new Refusal(`${file} is a folder, not a file.`);
  }
  const to = createWriteStream(part, { mode: 0o600 });
  try {
    await once(to, "open");
    const written = await write(to);
    await rename(part, place);
    return written;
  } catch (error) {
    to.destroy();
    await rm(part, { force: true });
    throw whyNot(error, {
      ENOENT: `There is no folder for ${file}.`,
      ENOTDIR: `There is no folder for ${file}.`,
      EACCES: `${file} may not be written by this account.`,
      EROFS: `${file} may not be written: the disk is read-only.`,
      ENOSPC: `The disk has no room for ${file}.`,
    });
  }
}

/** The sentence for what the file system says; anything else, such as of a database's socket, as it was thrown. */
function whyNot(error: unknown, sentences: Record<string, string>): unknown {
  if (!(error instanceof Error && "code" in error && "syscall" in error)) return error;
  const sentence = error.syscall === "connect" ? undefined : sentences[String(error.code)];
  return sentence === undefined ? error : new Refusal(sentence, { cause: error });
}
