import { availableParallelism, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { folderTable, usersTable } from "./import-table.ts";
import { timeFolder, timeUsers } from "./import.ts";
import { measureLetters } from "./letters.ts";
import { measureCompared, measureDaily, seedBench } from "./measure.ts";
import { benchServer } from "./server.ts";
import { measurePurge } from "./purge.ts";
import { comparedTable, dailyTable, lettersTable, purgeTable, updateUsersTable } from "./table.ts";
import { measureUpdateUsers } from "./update-users.ts";

const { values } = parseArgs({
  options: {
    loans: { type: "string", default: "2000000" },
    /** Of the loans' figures those of a library's every day alone: nights, circulation beside a run, import. */
    daily: { type: "boolean", default: false },
    /** Letters of the letters' own figures, which are then measured alone. */
    letters: { type: "string" },
    /** Users of the purge's own figures, which are then measured alone. */
    purge: { type: "string" },
    /** Users of the figures of Manage Users and Update/Notify Users, which are then measured alone. */
    "update-users": { type: "string" },
    /** Records of the folder whose import is then measured alone. */
    folder: { type: "string" },
    /** The folder's files as they are, not gzipped. */
    plain: { type: "boolean", default: false },
    /** Users of Alma's XML whose import is then measured alone. */
    users: { type: "string" },
    /** Runs of each figure that is compared; their median counts. */
    runs: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
  },
});
const loans = Number(values.loans);
const letters = Number(values.letters ?? 1000);
const folder = Number(values.folder ?? 1000);
const users = Number(values.users ?? 1000);
const runs = Number(values.runs);
const purge = Number(values.purge ?? 1000);
const updated = Number(values["update-users"] ?? 1000);
const sizes = [loans, letters, folder, users, purge, updated];
if (
  sizes.some((size) => !Number.isInteger(size) || size < 1000) ||
  !Number.isInteger(runs) ||
  runs < 1
) {
  console.error(
    "Usage: npm run bench -- [--loans N [--daily], --letters N, --folder N [--plain], --users N, --purge N or --update-users N, at least 1000] [--runs N] [--json]",
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
    hugePages: server.hugePages,
  };
  const print = (document: object, table: string) =>
    console.log(values.json ? JSON.stringify(document) : table);
  if (values.folder !== undefined) {
    const figures = await timeFolder(server, folder, !values.plain);
    print({ machine, ...figures }, folderTable({ machine, ...figures }));
  } else if (values.users !== undefined) {
    const figures = await timeUsers(server, users);
    print({ machine, ...figures }, usersTable({ machine, ...figures }));
  } else if (values.letters !== undefined) {
    const document = { runs, machine, ...(await measureLetters(server, { letters, runs, say })) };
    print(document, lettersTable(document));
  } else if (values["update-users"] !== undefined) {
    const document = {
      runs,
      machine,
      ...(await measureUpdateUsers(server, { users: updated, runs, say })),
    };
    print(document, updateUsersTable(document));
  } else if (values.purge !== undefined) {
    const document = {
      runs,
      machine,
      ...(await measurePurge(server, { users: purge, runs, say })),
    };
    print(document, purgeTable(document));
  } else {
    const conditions = { loans, runs, machine };
    const bench = await seedBench(server, { loans, runs, say });
    const compared = values.daily ? null : await measureCompared(bench);
    // Said at once: what comes next takes as long again.
    if (compared && !values.json) console.log(comparedTable({ ...conditions, ...compared }));
    const daily = await measureDaily(bench);
    const ratios = { ...compared?.ratios, ...daily.ratios };
    print(
      { ...conditions, ...compared, ...daily, ratios },
      dailyTable({ ...conditions, ...daily }),
    );
  }
} finally {
  server.stop();
}
