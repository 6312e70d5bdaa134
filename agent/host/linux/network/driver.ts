/** Joins pods to the bridge and takes them off it again, by the plugins; the bridge's own rules are made once. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../../lib/contract/errors.ts";
import type { Network, SandboxSpec } from "../../host.ts";
import type { Keeper } from "../../keeper/client.ts";
import type { LinuxHostConfig, Places } from "../config.ts";
import { needPlugin, needProgram, programEnv } from "../tools.ts";
import { freeAddresses } from "./addresses.ts";
import * as cni from "./cni.ts";
import { BridgeRules } from "./rules.ts";

/** What a later DEL needs, kept beside the sandbox: the configuration may be another by then. */
export type Kept = { bridge: cni.PluginConfig; portmap: cni.PluginConfig | null };

export class NetworkDriver {
  readonly #config: LinuxHostConfig;
  readonly #network: cni.NetworkConfig;
  readonly #keeper: Keeper;
  readonly rules: BridgeRules;

  constructor(config: LinuxHostConfig, places: Places, keeper: Keeper) {
    this.#config = config;
    this.#network = { bridge: config.bridge, subnet: config.subnet, addresses: places.addresses };
    this.#keeper = keeper;
    this.rules = new BridgeRules(config.bridge, config.subnet, keeper);
  }

  /** Rejects with `network-failed`; what the plugins had made by then is for `leave` to undo. */
  async join(uuid: string, netns: string, ports: SandboxSpec["ports"], keepIn: string): Promise<Network> {
    const bridge = cni.bridgeConfig(this.#network);
    keep(keepIn, { bridge, portmap: null });
    const [, result] = await Promise.all([this.rules.ensure(), this.#add(bridge, uuid, netns)]);
    if (ports.length > 0) {
      const portmap = cni.portmapConfig(this.#network, cni.portMappings(ports), result);
      keep(keepIn, { bridge, portmap });
      await this.#add(portmap, uuid, netns);
    }
    const network = cni.networkOf(result);
    if (!network) throw this.#failed("joined", "the plugin gave no address");
    return network;
  }

  /**
   * Success for what is gone. `netns` is null when the namespace is no more (a reboot). The bridge plugin's failure is none:
   * all that it could leave goes with the namespace and with the address. A rule of portmap's that stayed would send the port
   * to whoever gets the address next, so its failure is told.
   */
  async leave(uuid: string, netns: string | null, ports: SandboxSpec["ports"], keptIn: string): Promise<void> {
    const kept = this.#kept(keptIn, ports);
    const [mapped] = await Promise.allSettled([
      kept.portmap ? this.#delete(kept.portmap, uuid, netns) : null,
      this.#delete(kept.bridge, uuid, netns),
    ]);
    freeAddresses(join(this.#network.addresses, kept.bridge.name), uuid);
    if (mapped.status === "rejected") throw mapped.reason;
  }

  #kept(path: string, ports: SandboxSpec["ports"]): Kept {
    if (existsSync(path)) {
      try {
        return JSON.parse(readFileSync(path, "utf8")) as Kept;
      } catch {
        // Cut short by a crash: what it would have said follows from the configuration.
      }
    }
    const portmap =
      ports.length > 0 ? cni.portmapConfig(this.#network, cni.portMappings(ports), { cniVersion: "1.0.0" }) : null;
    return { bridge: cni.bridgeConfig(this.#network), portmap };
  }

  async #add(plugin: cni.PluginConfig, uuid: string, netns: string): Promise<cni.CniResult> {
    const { code, stdout, stderr } = await this.#plugin("ADD", plugin, uuid, netns);
    if (code !== 0) throw this.#failed("joined", cni.pluginError(stdout.toString(), stderr.toString()));
    return JSON.parse(stdout.toString()) as cni.CniResult;
  }

  async #delete(plugin: cni.PluginConfig, uuid: string, netns: string | null): Promise<void> {
    const { code, stdout, stderr } = await this.#plugin("DEL", plugin, uuid, netns ?? "");
    if (code !== 0) throw this.#failed("left", cni.pluginError(stdout.toString(), stderr.toString()));
  }

  async #plugin(command: "ADD" | "DEL", plugin: cni.PluginConfig, uuid: string, netns: string) {
    if (plugin.type === "portmap") needProgram("iptables");
    return this.#keeper.run({
      argv: [needPlugin(this.#config.cniPath, plugin.type)],
      env: { ...programEnv, ...cni.cniEnv(command, uuid, netns, this.#config.cniPath) },
      stdin: Buffer.from(JSON.stringify(plugin)),
    });
  }

  #failed(verb: string, why: string): CratonError {
    return new CratonError("network-failed", { network: this.#config.bridge, verb, why });
  }
}

function keep(path: string, kept: Kept): void {
  writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
}
