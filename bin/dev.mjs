/**
 * `npm run dev`: the console in development mode and an agent on its fake host, both restarted when their sources change.
 * Needs neither root nor Linux. State is .dev/ in the checkout; --port PORT (default 7410).
 */
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { context } from "esbuild";
import { bundleOptions } from "./build.mjs";
import { ensureCertificates } from "./certs.mjs";
import { adminRequest } from "./up/admin-socket.mjs";
import { nodePath, root } from "./up/checkout.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "7410" } } });
const port = Number(values.port);
const state = path.join(root, ".dev");
const node = os.hostname().toLowerCase();
const out = path.join(state, "dist");

fs.mkdirSync(path.join(state, "run"), { recursive: true });
fs.mkdirSync(path.join(state, "console/tls"), { recursive: true });
const owner = { consoleUid: process.getuid?.() ?? 0, consoleGid: process.getgid?.() ?? 0 };
await ensureCertificates({ state, node, listen: `127.0.0.1:${port + 1}`, ...owner });
for (const folder of ["console", "cli"])
  fs.writeFileSync(
    path.join(state, folder, "agents.json"),
    JSON.stringify([{ name: node, address: `127.0.0.1:${port + 1}` }]),
  );

const children = new Map();
await serve("agent", { agent: "agent/dev-main.ts" }, [
  "--state",
  state,
  "--listen",
  `127.0.0.1:${port + 1}`,
  "--name",
  node,
]);
await serve("server", { server: "lib/server/main.ts", "index-worker": "lib/server/index/worker.ts" }, [
  "--state",
  state,
  "--dir",
  root,
  "--host",
  "127.0.0.1",
  "--port",
  String(port),
  "--dev",
]);

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    for (const child of children.values()) child.kill("SIGTERM");
    process.exit(0);
  });
}

/** Bundles `entries` and keeps `name` running on the newest bundle. */
async function serve(name, entries, args) {
  const restart = {
    name: "restart",
    setup(build) {
      build.onEnd((result) => {
        if (result.errors.length > 0) return;
        const old = children.get(name);
        if (old === undefined || old.exitCode !== null || old.signalCode !== null) start();
        else old.once("exit", start).kill("SIGTERM");
      });
    },
  };
  const start = () => {
    const child = spawn(nodePath(), [path.join(out, `${name}.js`), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.set(name, child);
    child.once("exit", (code) => {
      if (code) console.log(`${name} ended (exit code ${code}), starts again when a source changes`);
    });
    child.stdout.setEncoding("utf8").on("data", (text) => {
      process.stdout.write(text.replace(/^(?=.)/gm, `${name}  `));
      if (name === "server" && /^ready$/m.test(text)) welcome();
    });
  };
  const bundle = await context({ ...(await bundleOptions(entries)), outdir: out, plugins: [restart] });
  await bundle.watch();
}

async function welcome() {
  const first = await adminRequest(path.join(state, "console/admin.sock"), "POST", "/bootstrap");
  console.log(`Console  http://127.0.0.1:${port}`);
  if (first.password) console.log(`Sign in  ${first.user}  ${first.password}`);
}
