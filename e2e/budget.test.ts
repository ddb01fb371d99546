import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import zlib from "node:zlib";
import { expect, test } from "@playwright/test";

const BUILD = path.resolve(".next");
const PAGES = path.join(BUILD, "server/app");
const MOST_BYTES = 250_000;

interface Manifest {
  entryJSFiles: Record<string, string[]>;
}

/** Scripts that a browser loads before it can use a page, as the build's manifests name them. */
function scriptsOf(manifestFile: string): Set<string> {
  const found: { __RSC_MANIFEST: Record<string, Manifest> } = { __RSC_MANIFEST: {} };
  vm.runInNewContext(fs.readFileSync(path.join(PAGES, manifestFile), "utf8"), {
    globalThis: found,
  });
  const build = JSON.parse(fs.readFileSync(path.join(BUILD, "build-manifest.json"), "utf8")) as {
    rootMainFiles: string[];
  };
  const ofPage = Object.values(found.__RSC_MANIFEST).flatMap(({ entryJSFiles }) =>
    Object.values(entryJSFiles).flat(),
  );
  return new Set([...build.rootMainFiles, ...ofPage]);
}

const sizes = new Map<string, number>();
function gzipped(script: string): number {
  const known = sizes.get(script);
  if (known !== undefined) return known;
  const size = zlib.gzipSync(fs.readFileSync(path.join(BUILD, script))).length;
  sizes.set(script, size);
  return size;
}

test("no screen loads more than 250 kB of JavaScript, gzipped, before it can be used", () => {
  const weights = fs
    .readdirSync(PAGES, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("page_client-reference-manifest.js"))
    .map((file) => ({
      screen: path.dirname(file),
      bytes: [...scriptsOf(file)].reduce((sum, script) => sum + gzipped(script), 0),
    }))
    .sort((one, other) => other.bytes - one.bytes);
  // A build that names its files otherwise would else pass by having none.
  expect(weights.length).toBeGreaterThan(50);
  expect(Math.min(...weights.map(({ bytes }) => bytes))).toBeGreaterThan(100_000);
  expect(weights.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([]);
});
