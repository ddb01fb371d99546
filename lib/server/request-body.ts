import { Refusal } from "#lib/refusal.ts";
import { formatCount } from "#lib/format.ts";

/** Of a JSON body: a hundred rules with long lists of codes fit. */
export const MAX_JSON_BYTES = 1_048_576;

/** A script gets 413. */
export class TooLarge extends Refusal {
  override name = "TooLarge";
}

/** A script gets 400. */
export class Unreadable extends Refusal {
  override name = "Unreadable";
}

export async function readJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request, MAX_JSON_BYTES);
  if (bytes.length === 0) throw new Unreadable("This request needs a body in JSON.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new Unreadable("The body is not JSON in UTF-8.");
  }
}

/** Stops reading as soon as it is too much, whatever the header said. */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof TooLarge ? error : brokenOff();
  }
  if (announced > length) throw brokenOff();
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

const brokenOff = () => new Unreadable("The body broke off before its end. Send it again.");

const tooLarge = (maxBytes: number) =>
  new TooLarge(`The body is too large: at most ${formatCount(maxBytes)} bytes are taken.`);
