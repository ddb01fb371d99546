import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { measureAll } from "./measure.ts";
import { benchServer } from "./server.ts";
import { asTable } from "./table.ts";

const { values } = parseArgs({
  options: {
    loans: { type: "string", default: "2000000" },
    /** Runs of each figure that is compared; their median counts. */
    runs: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});
const loans = Number(values.loans);
const runs = Number(values.runs);
if (!Number.isInteger(loans) || loans < 1000 || !Number.isInteger(runs) || runs < 1) {
  console.error("Usage: npm run bench -- [--loans N, at least 1000] [--runs N] [--json]");
  process.exit(2);
}

const server = await benchServer();
try {
  const figures = await measureAll(server, { loans, runs, say: (line) => console.error(line) });
  const machine = {
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: server.version,
  };
  const document = { loans, runs, machine, ...figures };
  console.log(values.json ? JSON.stringify(document) : asTable(document));
} finally {
  server.stop();
}
