import type { Command } from "./command.ts";

const call = "npm run lethe --";

/** The page of `help`: every command in a line. */
export function overviewPage(commands: readonly Command[]): string {
  return [
    `Usage: ${call} <command> [options]`,
    "",
    "Works on the database that DATABASE_URL names, or on the embedded one in .data (another folder:",
    "LETHE_DATA), which it starts when it is not running and leaves running.",
    "",
    "Commands:",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Every command takes --json (one JSON document on standard output, prose on standard error) and",
    "--help. Exit 0: done. 1: refused or failed. 2: wrong usage.",
    "npm prints a banner of its own on standard output: scripts add --silent before the --.",
  ].join("\n");
}

/** The page of `<command> --help`. */
export function commandPage({ summary, usage, options, examples }: Command): string {
  const listed = Object.entries(options).map(([name, { placeholder, about }]): [string, string] => [
    `--${name}${placeholder ? ` ${placeholder}` : ""}`,
    about,
  ]);
  const calls = usage.split("\n").map((line) => `${call} ${line}`);
  return [
    summary,
    "",
    `Usage: ${calls.join("\n       ")}`,
    "",
    "Options:",
    ...columns([...listed, ["--json", "print one JSON document on standard output"]]),
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...examples.map((example) => `  ${call} ${example}`),
  ].join("\n");
}

function columns(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, about]) => `  ${name.padEnd(width)}  ${about}`);
}
