import { defineConfig } from "@playwright/test";

/** The browser against the real console, agent and keeper: one Craton for the whole run, started by e2e/support/console.ts. */
export default defineConfig({
  testDir: "e2e/console",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/support/console-setup.ts",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  outputDir: "test-results/console",
  reporter: process.env.CRATON_REPORT ? [["list"], ["json", { outputFile: process.env.CRATON_REPORT }]] : [["list"]],
  use: {
    launchOptions: {
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
  },
});
