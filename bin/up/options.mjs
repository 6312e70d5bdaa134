/** Options of `npm start`: argv and environment → one plain value, or a sentence that says what is wrong. */
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

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
  --tls-cert FILE  --tls-key FILE   the console's own certificate (with --host)
  --no-install     install no Debian packages and no npm packages
  --no-agent       the console alone
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
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  "no-install": { type: "boolean" },
  "no-agent": { type: "boolean" },
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
    subnet: subnetOf(values.subnet ?? "10.88.0.0/16"),
    cgroup: fits("--cgroup", values.cgroup ?? "craton", /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "one cgroup name, no path"),
    tls:
      values["tls-cert"] === undefined
        ? null
        : { cert: path.resolve(values["tls-cert"]), key: path.resolve(values["tls-key"]) },
    loopback: isLoopback(host),
    install: values["no-install"] !== true,
    agent: values["no-agent"] !== true,
    stopPods: values["stop-pods"] === true,
    readOnly: values["read-only"] === true,
  };
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

function subnetOf(text) {
  const [address = "", length = ""] = text.split("/");
  const isNetwork =
    net.isIPv4(address) &&
    /^\d{1,2}$/.test(length) &&
    Number(length) >= 8 &&
    Number(length) <= 29 &&
    address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0) % 2 ** (32 - Number(length)) === 0;
  if (!isNetwork) throw new Error(`--subnet takes an IPv4 network of 8 to 29 bits such as 10.88.0.0/16, not ${text}`);
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
