/** The agent for `npm run dev`: the same on the fake host, which needs neither root nor Linux. Never part of a build. */
import { readConfig } from "./config.ts";
import { startDaemon } from "./daemon.ts";
import { fakeHost } from "./host/fake.ts";
import { unpackInProcess } from "./image/unpack/in-process.ts";
import { walkPlain } from "./image/unpack/plain-walk.ts";
import { runDaemon } from "./run.ts";

await runDaemon(async () => {
  const config = readConfig(process.argv.slice(2));
  return startDaemon(config, fakeHost({ state: config.state, unpack: unpackInProcess, walk: walkPlain }));
});
