import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/{unit,integration,tidy,e2e,torture}/**/*.test.ts"],
    globalSetup: ["test/support/buildOnce.ts", "test/support/neo4j/testRun.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
