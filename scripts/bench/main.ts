import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { measureLetters } from "./letters.ts";
import { measureAll } from "./measure.ts";
import { benchServer } from "./server.ts";
import { asTable, lettersTable } from "./table.ts";

const { values } = parseArgs({
  options: {
    loans: { type: "string", default: "2000000" },
    /** Letters of the letters' own figures, which are then measured alone. */
    letters: { type: "string" },
    /** Runs of each figure that is compared; their median counts. */
    runs: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});
const loans = Number(values.loans);
const letters = Number(values.letters ?? 1000);
const runs = Number(values.runs);
const sizes = [loans, letters];
if (
  sizes.some((size) => !Number.isInteger(size) || size < 1000) ||
  !Number.isInteger(runs) ||
  runs < 1
) {
  console.error(
    "Usage: npm run bench -- [--loans N or --letters N, at least 1000] [--runs N] [--json]",
  );
  process.exit(2);
}

const server = await benchServer();
try {
  const say = (line: string) => console.error(line);
  const machine = {
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: server.version,
  };
  if (values.letters === undefined) {
    const document = { loans, runs, machine, ...(await measureAll(server, { loans, runs, say })) };
    console.log(values.json ? JSON.stringify(document) : asTable(document));
  } else {
    const figures = await measureLetters(server, { letters, runs, say });
    const document = { runs, machine, ...figures };
    console.log(values.json ? JSON.stringify(document) : lettersTable(document));
  }
} finally {
  server.stop();
}
