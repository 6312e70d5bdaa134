/** The console's process: Next's server, the sockets, the admin socket. Prints `ready` when it serves. */
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { checkAlone, openAdminSocket } from "./admin/server.ts";
import { readConfig } from "./config.ts";
import { setContext } from "./context.ts";
import { passGate } from "./http/gate.ts";
import { originRules } from "./http/origin.ts";
import { createServer, listen } from "./http/server.ts";
import { createLog } from "./log.ts";
import { Upgrades } from "./socket/upgrade.ts";
import { wire } from "./wire.ts";

async function main(): Promise<void> {
  const here = import.meta.dirname;
  const config = readConfig(process.argv.slice(2), path.resolve(here, ".."));
  const log = createLog((line) => process.stderr.write(line));
  process.umask(0o077);
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  if (!config.dev && !fs.existsSync(path.join(config.dir, ".next/BUILD_ID"))) {
    throw new Error(`${config.dir} has no .next/BUILD_ID, build the console first`);
  }
  // A promise that nobody waits for must not take everybody's terminals down.
  process.on("unhandledRejection", (error) => log.error("a promise failed unseen", error));
  await checkAlone(config);
  const { context, close } = await wire(config, log, new URL("index-worker.js", import.meta.url));
  setContext(context);
  const rules = originRules(config.host, config.tls?.cert ?? null);

  // The port first: health is answered, and a taken port is told, before Next takes its seconds.
  let toNext: http.RequestListener | null = null;
  const server = createServer(config, (request, response, takeTime) => {
    if (toNext === null) {
      response.writeHead(503, { "retry-after": "1", "content-type": "text/plain" }).end("starting\n");
    } else if (passGate(context, rules, request, response, takeTime)) toNext(request, response);
  });
  await listen(server, config.port, config.host);
  const admin = await openAdminSocket(context);

  const { default: next } = await import("next");
  // Next listens for upgrades on a server of its own choice; this one never hears any but those that we pass on.
  const decoy = http.createServer();
  const { dev, dir, host: hostname, port } = config;
  const app = next({ dev, dir, hostname, port, httpServer: decoy });
  await app.prepare();
  const handler = app.getRequestHandler();
  toNext = (request, response) => void handler(request, response);
  const pass = (...given: Parameters<Upgrades["handle"]>) => decoy.emit("upgrade", ...given);
  const upgrades = new Upgrades(context, rules, dev ? pass : null);
  server.on("upgrade", (request, socket, head) => upgrades.handle(request, socket, head));

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    // Whatever hangs, the process ends.
    setTimeout(() => process.exit(1), 5_000).unref();
    admin.close();
    server.close();
    await close();
    server.closeAllConnections();
    await app.close().catch(() => {});
    process.exit(0);
  };
  process.on("SIGTERM", () => void stop());
  process.on("SIGINT", () => void stop());
  process.stdout.write("ready\n");
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
