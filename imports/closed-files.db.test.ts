import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { test, expect } from "vitest";
import { zip } from "../test/zip.ts";
import { freshLibrary, HEADER } from "./fresh-library.ts";

const { importLibrary, importText } = freshLibrary();

/** Larger than what is read ahead of a header. */
const lines = `${Array.from({ length: 60_000 }, (_, n) => `L${n},anna,I${n},MAIN,2026-01-01,`).join("\n")}\n`;
const misspelt = `${HEADER.replace("library", "libary")}\n${lines}`;

const DESCRIPTORS = "/proc/self/fd";
const isOpen = (name: string) =>
  readdirSync(DESCRIPTORS).some((descriptor) => {
    try {
      return readlinkSync(path.join(DESCRIPTORS, descriptor)).includes(name);
    } catch {
      return false; // The one that the listing itself had.
    }
  });

/** Ends once the file is closed, which follows upon the refusal. */
async function closed(name: string): Promise<void> {
  while (isOpen(name)) await sleep(10);
}

test.skipIf(!existsSync(DESCRIPTORS)).each<[string, string | Buffer]>([
  ["loans-plain.csv", misspelt],
  ["loans-packed.csv.gz", gzipSync(misspelt)],
  ["archived.zip", zip([{ name: "loans.csv", content: misspelt }])],
])("a file whose header is refused is closed: %s", async (name, content) => {
  await expect(importText(name, content)).rejects.toThrow('the unknown column "libary"');
  await closed(name);
});

test.skipIf(!existsSync(DESCRIPTORS))(
  "a file that is refused after its header is closed",
  async () => {
    await importLibrary();
    await rm(path.join(process.env.LETHE_DATA!, "source.key"));
    const importing = importText("loans-keyless.csv", `${HEADER}\n${lines}`);
    await expect(importing).rejects.toThrow("The source key is missing");
    await closed("loans-keyless.csv");
  },
);
