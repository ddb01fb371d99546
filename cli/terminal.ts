import { createInterface } from "node:readline/promises";
import type { Terminal } from "./command.ts";

/** Prose on standard error; questions only where a person sits at both ends. */
export const terminal: Terminal = {
  attended: process.stdin.isTTY && process.stderr.isTTY,
  say(line) {
    process.stderr.write(`${line}\n`);
  },
  async ask(question) {
    if (!this.attended) return null;
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    const ended = new Promise<null>((resolve) => lines.once("close", () => resolve(null)));
    try {
      return await Promise.race([lines.question(`${question} `), ended]);
    } finally {
      lines.close();
    }
  },
};
