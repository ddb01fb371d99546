import { spawn } from "node:child_process";
import path from "node:path";
import { inject } from "vitest";

const root = path.join(import.meta.dirname, "..");

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Standard output, which must be one JSON document. */
  json(): unknown;
}

interface Options {
  /** What standard input holds; nothing unless told. */
  input?: string;
  env?: Record<string, string>;
  /** Called with each piece of standard error; may end the process. */
  onProse?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** Runs the real command line in a process of its own, without a terminal. */
export function lethe(
  args: readonly string[],
  { env = {}, input = "", onProse }: Options = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [inject("programs").cli, ...args], {
    cwd: root,
    env: { ...withoutDatabase(), ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  // A command that reads nothing has closed it.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const pieces = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => (pieces.stdout += data.toString()));
  child.stderr.on("data", (data: Buffer) => {
    pieces.stderr += data.toString();
    onProse?.(pieces.stderr, (signal) => child.kill(signal));
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, ...pieces, json: () => JSON.parse(pieces.stdout) as unknown }),
    );
  });
}

/** What this machine happens to be set to is no part of a test. */
function withoutDatabase(): NodeJS.ProcessEnv {
  const {
    DATABASE_URL: _url,
    LETHE_DATA: _data,
    LETHE_CERTIFICATE_KEY: _key,
    INIT_CWD: _stands,
    ...rest
  } = process.env;
  return rest;
}
