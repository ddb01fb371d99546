import fs from "node:fs";
import path from "node:path";
import { lockFaults } from "./lock.ts";

/** What each folder may import from, besides itself; the others import from where they like. */
const DIRECTIONS: Record<string, string[]> = {
  app: ["components", "jobs", "imports", "db", "lib"],
  cli: ["jobs", "imports", "db", "lib"],
  components: ["lib"],
  jobs: ["db", "lib"],
  imports: ["db", "lib"],
  db: ["lib"],
  lib: [],
};

/** lib/server knows the session, and so the database and Next; what runs in plain Node keeps away from it. */
const SERVER_DIRECTIONS = ["db", "lib"];
const MAY_IMPORT_SERVER = new Set(["app", "lib/server"]);
const PLAIN_NODE = new Set(["db", "jobs", "imports"]);
const OF_THE_WEB = /^(next|react|react-dom)(\/|$)/;

const SCREEN_FILE =
  /^(page|layout|loading|error|not-found)\.tsx$|^(actions|schema|route)\.ts$|^[a-z0-9-]+-(form|table|query|view)\.tsx?$|\.test\.tsx?$/;
const KEBAB_CASE = /^\.?[a-z0-9]+([-.][a-z0-9]+)*$/;
/** Route groups and parameters, as Next writes them. */
const ROUTE_FOLDER = /^[([_.]*[a-zA-Z0-9-]+[)\]]*$/;
const CLOCK = /\bnew Date\(\)|\bDate\.now\(\)/;

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

/** What breaks the layout of the project, one sentence each. */
export function structureFaults(): string[] {
  const sources = Object.keys(DIRECTIONS).flatMap(filesOf);
  return [
    ...sources.flatMap(nameFaults),
    ...sources.filter((file) => /\.tsx?$/.test(file)).flatMap(contentFaults),
    ...snapshotFaults(fs.readdirSync("db/migrations/meta")),
    ...decisionFaults(
      filesOf("docs/decisions").map((file) => [file, fs.readFileSync(file, "utf8")]),
    ),
    ...lockFaults(),
  ];
}

/** drizzle-kit compares with the newest snapshot alone; each older one is 10,000 lines that nothing reads. */
export function snapshotFaults(names: string[]): string[] {
  const older = names
    .filter((name) => name.endsWith("_snapshot.json"))
    .sort()
    .slice(0, -1);
  return older.map((name) => `db/migrations/meta/${name}: only the newest snapshot is kept.`);
}

/** Of files and what is in them: a decision has a number that no other has, and begins with it. */
export function decisionFaults(decisions: [file: string, text: string][]): string[] {
  const numbers = new Set<number>();
  return decisions.flatMap(([file, text]) => {
    const number = Number.parseInt(path.basename(file));
    const faults: string[] = [];
    if (numbers.has(number)) faults.push(`${file}: another decision has its number.`);
    numbers.add(number);
    if (!text.startsWith(`# ${number}. `))
      faults.push(`${file}: does not begin with “# ${number}. ”.`);
    return faults;
  });
}

function filesOf(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.startsWith("db/migrations"))
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}

export function nameFaults(file: string): string[] {
  const folders = file.split("/");
  const name = folders.pop() ?? "";
  const faults: string[] = [];
  const isNamed = (part: string) =>
    KEBAB_CASE.test(part) || (folders[0] === "app" && ROUTE_FOLDER.test(part));
  const misnamed = folders.filter((part) => !isNamed(part));
  if (!KEBAB_CASE.test(name)) misnamed.push(name);
  if (misnamed.length > 0) faults.push(`${file}: ${misnamed.join(", ")} is not in kebab case.`);
  if (isInScreen(folders) && !SCREEN_FILE.test(name)) {
    faults.push(
      `${file}: a screen's folder holds no file of this name (scripts/structure.ts lists them).`,
    );
  }
  return faults;
}

const isInScreen = ([app, group, screen]: string[]) =>
  app === "app" && group === "(console)" && screen !== undefined;

function contentFaults(file: string): string[] {
  if (file.includes(".test.")) return [];
  const text = fs.readFileSync(file, "utf8");
  const imports = [...text.matchAll(IMPORT)].map(([, specifier = ""]) => specifier);
  const faults = imports.flatMap((specifier) => importFaults(file, specifier));
  if (top(file) === "app" && hasOwnLabel(text)) {
    faults.push(`${file}: a field's label and its sentence stand in lib/help.`);
  }
  if (file !== "components/form-action.ts" && text.includes("useActionState(")) {
    faults.push(
      `${file}: a form's action goes through useFormAction, which keeps what was entered.`,
    );
  }
  if (PLAIN_NODE.has(top(file)) && CLOCK.test(text)) {
    faults.push(`${file}: the time is an argument here; the database knows what day it is.`);
  }
  return faults;
}

/** A field's label that is no text of lib/help, from where its sentence comes too. */
export const hasOwnLabel = (text: string): boolean =>
  /<(?:Field|SelectField|TextAreaField|CheckboxField)\b[^<]*?\slabel="/.test(text);

export function importFaults(file: string, specifier: string): string[] {
  const from = part(file);
  const target = targetOf(file, specifier);
  if (target === undefined) {
    return PLAIN_NODE.has(from) && OF_THE_WEB.test(specifier)
      ? [`${file}: ${from} runs in plain Node and does not import ${specifier}.`]
      : [];
  }
  const to = part(target);
  if (from === to || !(top(to) in DIRECTIONS)) return [];
  if (specifier.startsWith(".") && top(from) !== top(to)) {
    return [`${file}: write #${target} in place of ${specifier}.`];
  }
  const allowed = from === "lib/server" ? SERVER_DIRECTIONS : (DIRECTIONS[from] ?? []);
  const isAllowed = to === "lib/server" ? MAY_IMPORT_SERVER.has(from) : allowed.includes(to);
  return isAllowed ? [] : [`${file}: ${from} does not import from ${to} (${specifier}).`];
}

/** The file in the project that is meant, if it is one. */
function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith("#")) return specifier.slice(1);
  if (!specifier.startsWith(".")) return undefined;
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
}

const top = (file: string) => file.split("/")[0] ?? "";
const part = (file: string) => (file.startsWith("lib/server") ? "lib/server" : top(file));
