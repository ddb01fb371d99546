import type { Column } from "./format.ts";
import { sourceDigest, type Numbered } from "./source-key.ts";
import type { Digest } from "./staging.ts";

/** A keyed hash that staging holds of each line: of the number in these columns. */
export interface Hashed {
  name: string;
  numbered: Numbered;
  columns: readonly string[];
}

/** The hashes of a format's lines; null where one of the columns is empty. */
export const digestsOf = (
  key: Buffer,
  source: string,
  columns: readonly Column[],
  hashed: readonly Hashed[],
): Digest[] =>
  hashed.map(({ name, numbered, columns: named }) => {
    const digest = sourceDigest(key, numbered, source);
    const positions = named.map((wanted) => columns.findIndex((column) => column.name === wanted));
    return {
      name,
      of(values) {
        const number = positions.map((position) => values[position] ?? "");
        return number.includes("") ? null : digest(...number);
      },
    };
  });
