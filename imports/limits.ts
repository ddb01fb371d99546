import { Refusal } from "#lib/refusal.ts";

/*
 * What a file may at most ask of us. Each is far above what a library exports, and low enough that a
 * file made to harm is refused within seconds, in flat memory.
 */

/** A file or an archive, once unpacked. */
export const LARGEST_UNPACKED_BYTES = 20 * 1024 ** 3;
/** Unpacked to packed. An export of users comes to 50, a bomb to 1,000. */
const HIGHEST_RATIO = 250;
/** So little may be packed as tightly as it likes. */
const RATIO_FREE_BYTES = 16 * 1024 ** 2;
/** Files in one archive. */
export const MOST_ENTRIES = 1_000;

/** One user of XML or JSON, with all their notes. */
export const LONGEST_USER_CHARACTERS = 4 * 1024 ** 2;
/** Elements, or JSON values, within one another; Alma's deepest user has 8. */
export const DEEPEST = 32;

export const isBomb = (unpackedBytes: number, packedBytes: number) =>
  unpackedBytes > RATIO_FREE_BYTES && unpackedBytes > packedBytes * HIGHEST_RATIO;

export const tooLarge = (file: string) =>
  new Refusal(
    `${file} unpacks to more than ${LARGEST_UNPACKED_BYTES / 1024 ** 3} GB. Split it; nothing of it was imported.`,
  );

export const tooTight = (file: string) =>
  new Refusal(
    `${file} unpacks to more than ${HIGHEST_RATIO} times its size, as no export of a library does. Nothing of it was imported.`,
  );
