import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { NEXT } from "./programs.ts";

const SOURCES = ["app", "components", "db", "imports", "jobs", "lib", "public"];
const ROOT_FILES = /^(package-lock\.json|tsconfig\.json|[\w.-]+\.config\.\w+|[a-z]+\.ts)$/;
const STAMP = path.join(".next", "sources.sha256");

export const isBuilt = () =>
  fs.existsSync(path.join(".next", "BUILD_ID")) &&
  fs.existsSync(STAMP) &&
  fs.readFileSync(STAMP, "utf8") === hashOfSources();

/** Builds the web server, unless the build there is of these very sources. */
export async function build(signal?: AbortSignal): Promise<void> {
  if (isBuilt()) return;
  const sources = hashOfSources();
  fs.rmSync(STAMP, { force: true });
  console.log("Building …");
  const next = spawn(process.execPath, [NEXT, "build"], {
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
    ...(signal && { signal }),
  });
  const output: Buffer[] = [];
  next.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  next.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(next, "close")) as [number | null];
  if (code !== 0) throw new Error(`${Buffer.concat(output).toString()}\nThe build failed.`);
  fs.writeFileSync(STAMP, sources);
}

function hashOfSources(): string {
  const hash = createHash("sha256").update(process.version);
  const files = SOURCES.filter((folder) => fs.existsSync(folder)).flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}/${name}`),
  );
  const rootFiles = fs.readdirSync(".").filter((name) => ROOT_FILES.test(name));
  for (const file of [...files, ...rootFiles].sort()) {
    if (/\.test\.tsx?$/.test(file) || file.startsWith("next-env") || isFolder(file)) continue;
    hash.update(file).update(fs.readFileSync(file));
  }
  return hash.digest("hex");
}

const isFolder = (file: string) => fs.statSync(file).isDirectory();
