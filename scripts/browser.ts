import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { chromium } from "@playwright/test";

const USUAL_PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/opt/google/chrome/chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

type Environment = Record<string, string>;

export type Browser = {
  /** Undefined for the one that Playwright finds by itself. */
  executablePath?: string;
  env?: Environment;
};

/** CHROMIUM_PATH, Playwright's own, the system's, or else the one packed in @sparticuz/chromium. */
export async function findChromium(cacheFolder: string): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return { executablePath: given };
  if (fs.existsSync(chromium.executablePath())) return {};
  const system = USUAL_PLACES.find((place) => fs.existsSync(place));
  if (system) return { executablePath: system };
  if (process.platform === "linux" && process.arch === "x64") return packedChromium(cacheFolder);
  throw new Error("No browser was found: run `npx playwright install chromium`.");
}

async function packedChromium(cacheFolder: string): Promise<Browser> {
  const require = createRequire(import.meta.url);
  const packed = path.join(path.dirname(require.resolve("@sparticuz/chromium")), "..");
  const about = fs.readFileSync(path.join(packed, "package.json"), "utf8");
  const { version } = JSON.parse(about) as { version: string };
  const folder = path.resolve(cacheFolder, `chromium-${version}`);
  if (!fs.existsSync(folder)) await unpack(path.join(packed, "bin"), folder);
  const executablePath = path.join(folder, "chromium");
  return { executablePath, env: environmentFor(executablePath, folder) };
}

/** Unpacked aside and then renamed: two at once never see half a browser. */
async function unpack(bin: string, folder: string) {
  const aside = `${folder}.${process.pid}`;
  fs.mkdirSync(aside, { recursive: true });
  await inflate(path.join(bin, "chromium.br"), path.join(aside, "chromium"));
  for (const [archive, into] of [
    ["al2023", "libraries"],
    ["fonts", "fonts"],
    ["swiftshader", "."],
  ] as const) {
    const tar = path.join(aside, `${archive}.tar`);
    await inflate(path.join(bin, `${archive}.tar.br`), tar);
    fs.mkdirSync(path.join(aside, into), { recursive: true });
    spawnSync("tar", ["-xf", tar, "-C", path.join(aside, into)]);
    fs.rmSync(tar);
  }
  try {
    fs.renameSync(aside, folder);
  } catch (error) {
    fs.rmSync(aside, { recursive: true });
    if (!fs.existsSync(folder)) throw error;
  }
}

const inflate = (from: string, to: string) =>
  pipeline(
    fs.createReadStream(from),
    zlib.createBrotliDecompress(),
    fs.createWriteStream(to, { mode: 0o755 }),
  );

/** The packed libraries and fonts serve only where the system has none. */
function environmentFor(executablePath: string, folder: string): Environment {
  const runs = spawnSync(executablePath, ["--version"]).status === 0;
  return {
    ...(process.env as Environment),
    ...(!runs && { LD_LIBRARY_PATH: path.join(folder, "libraries", "lib") }),
    ...(!fs.existsSync("/etc/fonts/fonts.conf") && {
      FONTCONFIG_PATH: path.join(folder, "fonts", "fonts"),
    }),
  };
}
