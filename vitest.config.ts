import { defineConfig } from "vitest/config";

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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
