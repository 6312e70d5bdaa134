/** Options of `npm start`: argv and environment → one plain value, or a sentence that says what is wrong. */
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { portCount } from "./cluster/places.mjs";

export const usage = `Usage: npm start -- [options]
  --state DIR      where state lives (default /var/lib/craton, or ~/.local/state/craton without root; also CRATON_STATE)
  --host HOST      address of the console (default 127.0.0.1; any other is served with TLS)
  --port PORT      port of the console (default 7410)
  --agent-port P   port of the node agent (default: the console's port + 1)
  --node NAME      the node's name (default: the host's)
  --agent-host A   address that the agent listens on (default 127.0.0.1; another one for consoles on other machines)
  --bridge NAME    bridge of the pods' network (default craton0)
  --subnet CIDR    addresses of the pods (default 10.88.0.0/16)
  --cgroup NAME    cgroup above the pods (default craton)
  --local-config DIR   the administrator's settings of the agent (default /etc/craton)
  --system-config DIR  what it sets over (default /usr/lib/craton)
  --cluster-port P port of the embedded Kubernetes (default: the console's port + 2; the four after it are taken too)
  --service-cidr C addresses of its Services (default 10.96.0.0/16)
  --tls-cert FILE  --tls-key FILE   the console's own certificate (with --host)
  --kubeconfig FILE[:CONTEXT]   another cluster, for all administrators; may be given several times
  --no-install     install no Debian packages and no npm packages
  --no-agent       no node agent on this machine
  --no-cluster     no embedded Kubernetes
  --stop-pods      on Ctrl-C stop the pods too
  --read-only      the console changes nothing`;

const names = {
  state: { type: "string" },
  host: { type: "string" },
  port: { type: "string" },
  "agent-port": { type: "string" },
  "agent-host": { type: "string" },
  node: { type: "string" },
  bridge: { type: "string" },
  subnet: { type: "string" },
  cgroup: { type: "string" },
  "local-config": { type: "string" },
  "system-config": { type: "string" },
  "cluster-port": { type: "string" },
  "service-cidr": { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  kubeconfig: { type: "string", multiple: true },
  "no-install": { type: "boolean" },
  "no-agent": { type: "boolean" },
  "no-cluster": { type: "boolean" },
  "stop-pods": { type: "boolean" },
  "read-only": { type: "boolean" },
  help: { type: "boolean", short: "h" },
};

/** @throws {Error} with one sentence that names the option and the value. */
export function readOptions(argv, env, { root }) {
  let values;
  try {
    values = parseArgs({ args: argv, options: names, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(`${error.message.split(". ")[0]}; see npm start -- --help`);
  }
  const port = portOf("--port", values.port ?? "7410");
  const host = values.host ?? "127.0.0.1";
  if ((values["tls-cert"] === undefined) !== (values["tls-key"] === undefined))
    throw new Error("--tls-cert and --tls-key go together");
  return {
    help: values.help === true,
    state: path.resolve(values.state ?? env.CRATON_STATE ?? defaultState(env, root)),
    host,
    port,
    agentPort: values["agent-port"] === undefined ? port + 1 : portOf("--agent-port", values["agent-port"]),
    agentHost: values["agent-host"] ?? "127.0.0.1",
    node: nodeName(values.node ?? os.hostname().toLowerCase()),
    bridge: fits("--bridge", values.bridge ?? "craton0", /^[a-z][a-z0-9_-]{0,14}$/, "a name of at most 15 signs"),
    subnet: subnetOf("--subnet", values.subnet ?? "10.88.0.0/16", [8, 29]),
    cgroup: fits("--cgroup", values.cgroup ?? "craton", /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "one cgroup name, no path"),
    localConfig: path.resolve(values["local-config"] ?? "/etc/craton"),
    systemConfig: path.resolve(values["system-config"] ?? "/usr/lib/craton"),
    tls:
      values["tls-cert"] === undefined
        ? null
        : { cert: path.resolve(values["tls-cert"]), key: path.resolve(values["tls-key"]) },
    kubeconfigs: (values.kubeconfig ?? []).map(kubeconfigOf),
    loopback: isLoopback(host),
    install: values["no-install"] !== true,
    agent: values["no-agent"] !== true,
    cluster: values["no-cluster"] !== true,
    clusterPort: clusterPort(values["cluster-port"], port, values["no-cluster"] !== true),
    // Kubernetes itself wants at least 256 addresses here and takes at most a /12.
    serviceCidr: subnetOf("--service-cidr", values["service-cidr"] ?? "10.96.0.0/16", [12, 24]),
    stopPods: values["stop-pods"] === true,
    readOnly: values["read-only"] === true,
  };
}

/** `FILE`, or `FILE:CONTEXT` where FILE is the shortest part that is a file: contexts may hold colons too. */
function kubeconfigOf(text) {
  const isFile = (file) => file !== "" && fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  if (isFile(text)) return { file: path.resolve(text), context: null };
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    const context = text.slice(at + 1);
    if (isFile(text.slice(0, at)) && context !== "") return { file: path.resolve(text.slice(0, at)), context };
  }
  throw new Error(`--kubeconfig takes a file, and there is no file ${text}`);
}

function nodeName(name) {
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))
    throw new Error(`--node takes a lower-case host name, not ${name}`);
  return name;
}

/** What the agent would refuse (agent/config.ts) is refused here, before minutes of installing and building. */
function fits(name, value, shape, wanted) {
  if (!shape.test(value)) throw new Error(`${name} takes ${wanted}, not ${value}`);
  return value;
}

/** The ports after it are the other components'. */
function clusterPort(text, port, isWanted) {
  const first = text === undefined ? port + 2 : portOf("--cluster-port", text);
  const last = first + portCount - 1;
  if (isWanted && last > 65535)
    throw new Error(
      `--cluster-port ${first} leaves no room for the ${portCount - 1} ports after it; give one up to ${65536 - portCount}, or --no-cluster`,
    );
  return first;
}

function subnetOf(name, text, [fewest, most]) {
  const [address = "", length = ""] = text.split("/");
  const isNetwork =
    net.isIPv4(address) &&
    /^\d{1,2}$/.test(length) &&
    Number(length) >= fewest &&
    Number(length) <= most &&
    address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) % 2 ** (32 - Number(length)) === 0;
  if (!isNetwork)
    throw new Error(`${name} takes an IPv4 network of ${fewest} to ${most} bits such as 10.88.0.0/16, not ${text}`);
  return text;
}

function defaultState(env, root) {
  if (root) return "/var/lib/craton";
  return path.join(env.XDG_STATE_HOME ?? path.join(os.homedir(), ".local/state"), "craton");
}

function portOf(name, text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65534)
    throw new Error(`${name} takes a port from 1 to 65534, not ${text}`);
  return port;
}

export function isLoopback(host) {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
