/** The agent over a host: wires events, images, pods and the HTTP edge, recovers, serves, and ends leaving pods running. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../lib/contract/errors.ts";
import type { AgentConfig } from "./config.ts";
import { disk } from "./disk.ts";
import { openFormat } from "./disk-format.ts";
import { Events } from "./event/events.ts";
import type { Host } from "./host/host.ts";
import { Durations } from "./http/durations.ts";
import { Metrics } from "./http/metrics.ts";
import { nodeFactsOf } from "./http/node-facts.ts";
import { ReplayCache } from "./http/replay.ts";
import { allEndpoints } from "./http/routes.ts";
import { startHttp } from "./http/server.ts";
import { Trust } from "./http/trust.ts";
import { ociCpu } from "./image/fetch-registry.ts";
import { Images } from "./image/images.ts";
import { KeptRegistries } from "./image/registry/kept.ts";
import { registryService } from "./image/registry/registry-service.ts";
import { trustService } from "./image/trust/trust-service.ts";
import { startUpkeep } from "./image/upkeep/start.ts";
import { takeLock } from "./lock.ts";
import { errorText, log } from "./log.ts";
import { Pods } from "./pod/pods.ts";

/** Set by the build. */
const version = process.env.CRATON_VERSION ?? "0.0.0-dev";

export type Daemon = { close(): Promise<void> };

function readTls(folder: string) {
  const read = (name: string) => {
    try {
      return readFileSync(join(folder, name));
    } catch (cause) {
      const why = `${join(folder, name)} cannot be read; the starter makes it`;
      throw new CratonError("unavailable", { what: "the agent's certificate", why }, { cause });
    }
  };
  return { key: read("server.key"), cert: read("server.crt"), ca: read("ca.crt") };
}

/** Resolves when it serves. `host` is closed with it. */
export async function startDaemon(config: AgentConfig, host: Host): Promise<Daemon> {
  const started = Date.now();
  const folder = join(config.state, "agent");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const release = takeLock(join(folder, "lock"));
  await openFormat(folder, disk);

  const events = new Events(join(folder, "events.db"));
  if (events.setAside !== null) log("warning", "the event log was unreadable", { aside: events.setAside });
  const file = join(folder, "registries.json");
  const kept = await KeptRegistries.open(folder, disk, (message) => log("warning", message));
  const registries = registryService({ node: config.name, file, kept, cpu: ociCpu, events });
  const images: Images = new Images({
    folder: join(folder, "images"),
    registries: file,
    kept,
    configFolders: config.configFolders,
    host,
    events,
    using: (id) => pods.using(id),
    log: (message) => log("warning", message),
  });
  const keys = trustService({ node: config.name, keys: images.keys, folders: config.configFolders, events });
  const report = (error: unknown, what: string) => log("error", what, { cause: errorText(error) });
  const pods = new Pods({ state: config.state, node: config.name, host, images, events, report });
  await images.recover();
  await pods.recover();
  const stopUpkeep = startUpkeep(images.upkeep, (error) => report(error, "keep images whole"));

  const network = { bridge: config.bridge, subnet: config.subnet };
  const startedAt = new Date(started).toISOString();
  const facts = nodeFactsOf({ ...config, version, startedAt, network, host, pods, images });
  const durations = new Durations();
  const trust = new Trust(join(folder, "trust"));
  const server = await startHttp({
    listen: config.listen,
    tls: readTls(join(folder, "tls")),
    verifier: {
      node: config.name,
      key: (name) => trust.key(name),
      peer: (name) => trust.peer(name),
      replay: new ReplayCache(),
      now: Date.now,
      startedAt: started,
    },
    services: {
      pods,
      images,
      registries,
      trust: keys,
      serving: images.serving,
      inspection: images.inspection,
      upkeep: images.upkeep,
      events,
      facts,
    },
    endpoints: allEndpoints(new Metrics(durations, version), version),
    log,
    durations,
    uploadLimit: config.uploadLimit,
  });
  const about = { noun: "node", id: config.name, name: config.name, app: null, user: null } as const;
  const message = `the agent of ${config.name} started`;
  events.emit({ level: "normal", reason: "NodeStarted", message, ...about }, { node: await facts() });

  return {
    async close() {
      await server.close();
      stopUpkeep();
      await images.close();
      await pods.close();
      events.close();
      await host.close();
      release();
    },
  };
}
