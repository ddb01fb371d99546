import { defineConfig } from "vitest/config";
import { isLong } from "./test/short-or-long.ts";

const never = ["**/node_modules/**", ".next/**", ".data/**", ".cache/**", "e2e/**"];

export default defineConfig({
  test: {
    // Tests of the database wait more than they compute.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "unit",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...never, "**/*.db.test.ts"],
          // Some start programs, which a busy machine takes its time over.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "database",
          include: ["**/*.db.test.ts"],
          exclude: never,
          globalSetup: "./test/database-server.ts",
          setupFiles: "./test/own-process.ts",
          isolate: false,
          // Thousands of requests are refused on purpose.
          env: { LETHE_LOG_LEVEL: "silent" },
          // A busy machine takes its time over the programs that many start, and the long form over all.
          testTimeout: isLong ? 600_000 : 120_000,
          hookTimeout: isLong ? 600_000 : 120_000,
        },
      },
    ],
  },
});
