import type { Edit } from "./workers.ts";

/** As much smaller as the library is, so that a run is long enough to be met by a fault; 0 leaves it as shipped. */
export const scaledDown = (rows: number): Edit[] => (rows === 0 ? [] : smallerBatches(rows));

const smallerBatches = (rows: number): Edit[] => [
  {
    module: "jobs/engine/batch-size.ts",
    from: "{ smallest: 100, first: 5_000, largest: 20_000 }",
    to: `{ smallest: ${Math.ceil(rows / 2)}, first: ${rows}, largest: ${rows} }`,
  },
  {
    module: "jobs/anonymize/job.ts",
    from: "const bulkRows = 5_000;",
    to: `const bulkRows = ${rows * 5};`,
  },
];
