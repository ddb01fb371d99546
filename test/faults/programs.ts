import { compiled, type Edit } from "../compiled.ts";

/** What the processes of a world run. */
export interface Programs {
  worker: string;
  maintenance: string;
  traffic: string;
  console: string;
}

/** The real programs with what is planted in them, and batches of so many rows; 0 leaves them as shipped. */
export async function programsWith(edits: Edit[], rows: number): Promise<Programs> {
  const isOfMaintenance = ({ module }: Edit) => module.startsWith("db/maintenance");
  const isOfConsole = ({ module }: Edit) => module.startsWith("app/");
  const [worker, maintenance, traffic, console] = await Promise.all([
    compiled("test/faults/worker.ts", [
      ...(rows === 0 ? [] : smallerBatches(rows)),
      ...edits.filter((edit) => !isOfMaintenance(edit) && !isOfConsole(edit)),
    ]),
    compiled("cli/main.ts", edits.filter(isOfMaintenance)),
    compiled("test/faults/traffic.ts"),
    compiled("test/faults/asking.ts", edits.filter(isOfConsole)),
  ]);
  return { worker, maintenance, traffic, console };
}

/**
 * As much smaller as the library is, so that a run is long enough to be met by a fault: with the shipped
 * size the world of a scenario would be done in four batches.
 */
const smallerBatches = (rows: number): Edit[] => [
  {
    module: "jobs/engine/batch-size.ts",
    from: "{ smallest: 100, first: 5_000, largest: 20_000 }",
    to: `{ smallest: ${Math.ceil(rows / 2)}, first: ${rows}, largest: ${rows} }`,
  },
  {
    module: "jobs/anonymize/bulks.ts",
    from: "const bulkRows = 5_000;",
    to: `const bulkRows = ${rows * 5};`,
  },
  {
    module: "jobs/purge-users/job.ts",
    from: "const bulkUsers = 1_000;",
    to: `const bulkUsers = ${rows * 5};`,
  },
  {
    module: "jobs/update-users/job.ts",
    from: "const bulkMembers = 2_500;",
    to: `const bulkMembers = ${rows * 5};`,
  },
];
