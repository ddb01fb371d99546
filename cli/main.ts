import { answer, explain } from "./answer.ts";

/** Runs one command line and says how it ended: 0 done, 1 refused or failed, 2 wrong usage. */
async function main(args: string[]): Promise<number> {
  const asJson = args.includes("--json");
  try {
    const { json, text, failed } = await answer(args);
    await write(asJson ? JSON.stringify(json, null, 2) : text);
    return failed ? 1 : 0;
  } catch (error) {
    const { message, code } = explain(error);
    process.stderr.write(`${message}\n`);
    if (asJson) await write(JSON.stringify({ error: inOneLine(message) }, null, 2));
    return code;
  }
}

/** Without the help page or the stack that stands under a blank line or an indent. */
const inOneLine = (message: string) =>
  message.split(/\n\n|\n\s+at /)[0]?.replaceAll(/\s*\n\s*/g, " ");

/** Waits until the reader has it; a reader that left early is no failure. */
const write = (text: string) =>
  new Promise<void>((resolve) => {
    process.stdout.once("error", () => resolve());
    process.stdout.write(text.endsWith("\n") ? text : `${text}\n`, () => resolve());
  });

process.exitCode = await main(process.argv.slice(2));
