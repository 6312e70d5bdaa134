/** The steps of a start, in order, and of the end after Ctrl-C. */
import fs from "node:fs";
import path from "node:path";
import { ensureCertificates } from "../certs.mjs";
import { asUser, readText } from "../state-files.mjs";
import { adminRequest } from "./admin-socket.mjs";
import { installModules, nodePath, root, wantedNode } from "./checkout.mjs";
import { claimState } from "./claim.mjs";
import { EmbeddedCluster } from "./cluster/embedded.mjs";
import { command } from "./command.mjs";
import { retireKeeper, startKeeper } from "./keeper.mjs";
import { watchKeeper } from "./keeper-watch.mjs";
import { handOverKubeconfigs } from "./kubeconfigs.mjs";
import { writeLayout } from "./layout.mjs";
import { endLeftovers } from "./leftovers.mjs";
import { installPackages, runPackages } from "./packages.mjs";
import { checkPort, checkState } from "./preflight.mjs";
import { makeRelease } from "./release.mjs";
import { agentSpec, consoleSpec } from "./services.mjs";
import { Supervised } from "./supervise.mjs";
import { consoleUser, ensureSystemUser } from "./system-user.mjs";
import { webCertificate } from "./web-tls.mjs";

export async function start(options, { isRoot, progress }) {
  const withAgent = options.agent && isRoot && process.platform === "linux";
  if (!isRoot) progress.line("Not root: the console runs alone, without a node agent on this machine.");
  else if (process.platform !== "linux")
    progress.line(`${process.platform} is not Linux: the console runs alone, without a node agent.`);
  checkState(options.state);
  const url = `${options.loopback ? "http" : "https"}://${options.host.includes(":") ? `[${options.host}]` : options.host}:${options.port}`;
  const { left, claim } = claimState(options.state, { url });
  const services = [];
  let isEnding = false;
  const end = async (code) => {
    if (isEnding) return;
    isEnding = true;
    stopWatching();
    await stopAll(options, { services, cluster }, withAgent, progress, release);
    claim.release();
    process.exit(code);
  };
  let release = null;
  let cluster = null;
  let stopWatching = () => {};
  process.on("SIGINT", () => end(0));
  process.on("SIGTERM", () => end(0));
  process.on("SIGHUP", () => end(0));
  try {
    await endLeftovers(options.state, left, (text) => progress.line(text));
    await checkPort(options.host, options.port, "the console", "--port");
    if (withAgent) await checkPort(options.agentHost, options.agentPort, "the node agent", "--agent-port");
    release = await prepare(options, { isRoot, withAgent, progress });
    const owner = isRoot && process.platform === "linux" ? await ensureSystemUser(consoleUser) : undefined;
    layFolders(options, owner, withAgent);
    const kubeconfigs = await handOverKubeconfigs(options, release, owner);
    const tls = options.loopback ? null : webCertificate(options, owner);
    const note = (name, ref) => claim.child(name, ref);
    const tell = (text) => progress.line(text);
    // Before the console, which shows what the file says.
    cluster = embeddedCluster(options, owner, { tell, note });
    const run = (spec) => {
      const service = new Supervised(spec, { tell, note });
      services.push(service);
      return service.start();
    };
    await progress.step("start", async (say) => {
      if (withAgent) {
        say("keeper");
        writeLayout(options.state, { ...options, release });
        await startKeeper(options.state, release);
      }
      say("agent and console");
      const agent = withAgent ? run(agentSpec(options, release)) : Promise.resolve();
      const console = run(consoleSpec({ ...options, kubeconfigs }, release, owner, tls));
      const outcomes = await Promise.allSettled([console, agent]);
      for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    });
    if (withAgent) {
      const agent = services.find(({ spec }) => spec.name === "agent");
      const restart = () => agent.restart(agentSpec(options, release));
      stopWatching = watchKeeper(options.state, release, { tell, restart });
    }
    await welcome(options, url, progress);
    cluster.begin();
    if (withAgent) await tour(options, release, tell);
    const pods = withAgent ? `; ${options.stopPods ? "pods too" : "pods run on"}` : "";
    progress.line(`Ctrl-C stops ${withAgent || cluster.isWanted ? "what was started" : "the console"}${pods}.`);
  } catch (error) {
    progress.line(`craton: ${error.message}`);
    await end(1);
  }
}

/** It needs users of its own, so root; without it the status says why there is none. */
function embeddedCluster(options, owner, { tell, note }) {
  const cluster = new EmbeddedCluster(options, { tell, note, consoleOwner: owner });
  if (!options.cluster) cluster.off("npm start was given --no-cluster");
  else if (owner === undefined) cluster.off("the embedded Kubernetes needs root on Linux");
  else cluster.announce();
  return cluster;
}

/** Packages, modules, build, release. */
async function prepare(options, { isRoot, withAgent, progress }) {
  if (withAgent) await installPackages(runPackages, { progress, install: options.install, root: isRoot });
  await installModules({ progress, install: options.install });
  const node = nodePath();
  const version = (await command(node, ["--version"])).trim();
  if (version !== `v${wantedNode()}`) throw new Error(`Craton needs Node ${wantedNode()}, ${node} is ${version}`);
  const parts = withAgent ? ["keeper", "bundles", "console"] : ["bundles", "console"];
  const stale = await command(node, [path.join(root, "bin/build.mjs"), "--stale", ...parts]);
  if (stale.trim() !== "")
    await progress.step("build", (note) =>
      command(node, [path.join(root, "bin/build.mjs"), ...parts], { cwd: root, onLine: note }),
    );
  return makeRelease(options.state);
}

/** Folders, certificates, and the node's own agent in the lists of console and command line. */
function layFolders({ state, node, agentHost, agentPort }, owner, withAgent) {
  const folder = path.join(state, "console");
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner) fs.lchownSync(folder, owner.uid, owner.gid);
  if (!withAgent) return;
  const listen = `${agentHost}:${agentPort}`;
  // An agent on all addresses is reached here by loopback; its certificate is for its name.
  const address = `${["0.0.0.0", "::"].includes(agentHost) ? "127.0.0.1" : agentHost}:${agentPort}`;
  ensureCertificates({ state, node, listen, consoleUid: owner.uid, consoleGid: owner.gid });
  asUser(owner, () => registerAgent(path.join(folder, "agents.json"), { name: node, address }));
  registerAgent(path.join(state, "cli/agents.json"), { name: node, address });
}

/**
 * The node's own agent is in the list under its name; other agents that an administrator added stay. The folder may be the
 * console's: what is no file there (a pipe would be waited for without end) is replaced.
 */
export function registerAgent(file, entry) {
  const known = JSON.parse(readText(file, 4 << 20) ?? "[]");
  const next = [entry, ...known.filter(({ name }) => name !== entry.name)];
  if (JSON.stringify(known) === JSON.stringify(next)) return;
  fs.rmSync(`${file}.tmp`, { force: true });
  fs.writeFileSync(`${file}.tmp`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  fs.renameSync(`${file}.tmp`, file);
}

async function welcome(options, url, progress) {
  const socket = path.join(options.state, "console/admin.sock");
  const first = await adminRequest(socket, "POST", "/bootstrap");
  progress.line(`Console  ${url}`);
  if (first.password) progress.line(`Sign in  ${first.user}  ${first.password}`);
}

/** Puts the tour image into the store, so that the first pod can run without any network. Failing is no reason to stop. */
async function tour(options, release, tell) {
  await command(nodePath(), [path.join(release, "dist/tour.js"), "--state", options.state]).catch((error) =>
    tell(`the tour image could not be built: ${error.message}`),
  );
}

/** Watches end with the console, so it goes first; then the cluster in its own order, then the agent. */
async function stopAll(options, { services, cluster }, withAgent, progress, release) {
  if (services.length > 0) progress.line("stops");
  if (options.stopPods && withAgent && release !== null) {
    await command(nodePath(), [path.join(release, "dist/craton.js"), "stop", "--all", "--state", options.state]).catch(
      (error) => progress.line(error.message),
    );
  }
  const named = (name) => services.find(({ spec }) => spec.name === name);
  await named("console")?.stop();
  await cluster?.stop();
  await named("agent")?.stop();
  if (withAgent) {
    const children = release === null ? 0 : await retireKeeper(options.state, release);
    if (children > 0)
      progress.line("pods run on; npm start takes them up again, npm start -- --stop-pods ends them with Ctrl-C");
  }
}
