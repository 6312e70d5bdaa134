import { defineConfig } from "vitest/config";

/**
 * unit: pure and quick, beside the code, no root. agent: real processes and the real kernel, as root.
 * cluster: a real control plane, as root; wants it built (bin/cluster-build.mjs).
 * Run one with `npx vitest run --project agent e2e/agent/pods.spec.ts`.
 */
const alias = { "@": import.meta.dirname, "server-only": `${import.meta.dirname}/node_modules/server-only/empty.js` };
export default defineConfig({
  test: {
    // Unit tests wait more than they work: two at a time also where the default would be one.
    maxWorkers: 2,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{agent,bin,components,lib,app,e2e/support}/**/*.test.{ts,tsx}"],
          environment: "node",
          // Hashes of passwords and key pairs take their time on a busy machine.
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: "agent",
          include: ["e2e/agent/**/*.spec.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: "forks",
        },
      },
      {
        resolve: { alias },
        test: {
          name: "cluster",
          include: ["e2e/{cluster,scale}/**/*.spec.ts"],
          environment: "node",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: "forks",
        },
      },
    ],
  },
});
