/** The node agent (dist/agent.js): the only place that makes real things. Runs as root in the keeper's mount namespace. */
import { readConfig } from "./config.ts";
import { startDaemon } from "./daemon.ts";
import { linuxHost } from "./host/linux.ts";
import { runDaemon } from "./run.ts";

await runDaemon(async () => {
  const config = readConfig(process.argv.slice(2));
  return startDaemon(config, linuxHost(config));
});
