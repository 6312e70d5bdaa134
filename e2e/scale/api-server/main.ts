/**
 * The synthetic API server as a process of its own: a seeded cluster of any size behind https on 127.0.0.1. Prints one line of
 * JSON when it serves: `{server, control, ca, tokens, pid}`. `--help` names the options.
 */

import { once } from "node:events";
import fs from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { Access, type Identity } from "./access.ts";
import { makeServerCertificate } from "./certificate.ts";
import { Changes } from "./changes.ts";
import { startControl } from "./control.ts";
import { Counters } from "./counters.ts";
import { Faults } from "./faults.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { type Server, serve } from "./serve.ts";
import { Store } from "./store.ts";
import { makeWorld, namespaceName } from "./world.ts";

const usage = `node e2e/scale/api-server/main.ts [options]
  --pods N --nodes N        size of the cluster (10000 and 500)
  --seed N                  the same seed gives the same cluster (1)
  --rate N                  changes a second (0)
  --port N --control N      ports on 127.0.0.1 (0: any free one)
  --history N               changes of a kind that watches can go back (50000)
  --bookmark-seconds N      between bookmarks (60)
  --kubeconfig FILE         written at the start: contexts admin and limited (two namespaces)`;

const { values } = parseArgs({
  options: {
    pods: { type: "string", default: "10000" },
    nodes: { type: "string", default: "500" },
    seed: { type: "string", default: "1" },
    rate: { type: "string", default: "0" },
    port: { type: "string", default: "0" },
    control: { type: "string", default: "0" },
    history: { type: "string", default: "50000" },
    "bookmark-seconds": { type: "string", default: "60" },
    kubeconfig: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const number = (name: keyof typeof values): number => {
  const read = Number(values[name]);
  if (!Number.isFinite(read) || read < 0) throw new Error(`--${name} takes a number, not ${String(values[name])}`);
  return read;
};

const seed = number("seed");
const world = makeWorld({ pods: number("pods"), nodes: number("nodes"), seed, epoch: Date.now() });
const identities: Identity[] = [
  { token: `admin-${seed}`, name: "admin", groups: ["system:masters"], namespaces: "all" },
  { token: `limited-${seed}`, name: "limited", groups: ["devs"], namespaces: [namespaceName(0), namespaceName(1)] },
];
const server: Server = {
  store: new Store(world, number("history")),
  access: new Access(identities),
  faults: new Faults(),
  counters: new Counters(),
  bookmarkMs: number("bookmark-seconds") * 1000,
};
const pem = makeServerCertificate();
const changes = new Changes(server.store, seed);

const listenOn = async (port: number) => {
  const made = https.createServer(
    { ...pem, keepAliveTimeout: 120_000 },
    (request, response) => void serve(server, request, response),
  );
  made.listen(port, "127.0.0.1");
  await once(made, "listening");
  return made;
};
let api = await listenOn(number("port"));
const { port } = api.address() as AddressInfo;

/** As a crash and a new start: connections go, the port is closed for a while, and old changes are no longer known. */
async function restart(downMs: number): Promise<void> {
  const closed = once(api, "close");
  api.close();
  api.closeAllConnections();
  await closed;
  server.store.forget();
  const up = setTimeout(
    () =>
      void listenOn(port).then((made) => {
        api = made;
      }),
    downMs,
  );
  up.ref();
}

const control = startControl({ server, changes, restart });
control.listen(number("control"), "127.0.0.1");
await once(control, "listening");
const url = `https://127.0.0.1:${port}`;
if (values.kubeconfig !== undefined)
  fs.writeFileSync(values.kubeconfig, kubeconfig(url, pem.cert, identities), { mode: 0o600 });
changes.setRate(number("rate"));
const said = {
  ...{
    server: url,
    control: `http://127.0.0.1:${(control.address() as AddressInfo).port}`,
    ca: pem.cert,
    pid: process.pid,
  },
  tokens: Object.fromEntries(identities.map(({ name, token }) => [name, token])),
};
process.stdout.write(`${JSON.stringify(said)}\n`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(0));
// Whoever started it may be gone: then it goes too.
process.stdin.once("end", () => process.exit(0)).resume();
