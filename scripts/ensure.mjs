// Runs before anything is installed, so it knows Node's own modules only.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 19];

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Installs what the lock file names, unless it is there. Says so on standard error: the other is a command's answer. */
export function ensureInstalled() {
  refuseOldNode();
  if (isInstalled()) return;
  console.error("Installing dependencies (first start only) …");
  const started = Date.now();
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // Set when run through npm, which need not be on the PATH.
  const npm = process.env.npm_execpath;
  const { status } = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ["ignore", 2, 2] })
    : spawnSync("npm", args, { cwd: root, stdio: ["ignore", 2, 2], shell: isWindows() });
  if (status !== 0) fail("The dependencies could not be installed; npm says why above.");
  console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** Production installs and builds on its own terms. */
export function requireInstalled() {
  refuseOldNode();
  if (!isInstalled({ dev: false }))
    fail("Dependencies are missing: run `npm ci --loglevel=error` first.");
}

/** Makes TypeScript files importable in this process, from the root of the project. */
export async function prepareTypeScript() {
  process.chdir(root);
  const { register } = await import("tsx/esm/api");
  register();
}

/** @param {string} sentence @returns {never} */
export function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** What npm noted at its end: all of what is there is as locked, and all that is asked for is there. */
function isInstalled({ dev } = { dev: true }) {
  const locked = packages("package-lock.json");
  const installed = packages(path.join("node_modules", ".package-lock.json"));
  const { dependencies, devDependencies } = locked[""] ?? {};
  const asked = Object.keys({ ...dependencies, ...(dev && devDependencies) });
  return (
    asked.every((name) => installed[`node_modules/${name}`]) &&
    Object.entries(installed).every(([at, { version }]) => locked[at]?.version === version)
  );
}

/**
 * @typedef {{ version?: string; dependencies?: object; devDependencies?: object }} Package
 * @returns {Record<string, Package>}
 */
function packages(/** @type {string} */ lock) {
  const file = path.join(root, lock);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).packages : {};
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Lethe needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.version}.`);
}

const isWindows = () => process.platform === "win32";
