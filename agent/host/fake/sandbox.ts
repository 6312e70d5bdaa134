/** Sandboxes of the fake host: an address each, host ports that can be taken, a pause that only ends. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { Sandbox, SandboxSpec } from "../host.ts";
import type { ProcessTable } from "./process.ts";

export type FakeSandbox = { spec: SandboxSpec; sandbox: Sandbox };

export class FakeSandboxes {
  readonly all = new Map<string, FakeSandbox>();
  readonly #table: ProcessTable;
  readonly #used = new Set<number>();
  constructor(table: ProcessTable) {
    this.#table = table;
  }

  create(spec: SandboxSpec): Sandbox {
    if (this.all.has(spec.uuid)) throw new CratonError("conflict", { what: "sandbox", value: spec.uuid });
    if (spec.hostname === "fail-sandbox")
      throw new CratonError("network-failed", { network: "default", verb: "joined", why: "the pod is named so" });
    for (const port of spec.net === "default" ? spec.ports : []) this.#checkPort(port);
    const sandbox: Sandbox = { pause: this.#table.start(), networks: [] };
    if (spec.net === "default")
      sandbox.networks.push({ name: "default", interface: "eth0", ip: this.#address(), gateway: "10.88.0.1" });
    this.all.set(spec.uuid, { spec, sandbox });
    return sandbox;
  }

  remove(uuid: string): void {
    const found = this.all.get(uuid);
    if (!found) return;
    this.all.delete(uuid);
    this.#table.end(found.sandbox.pause);
    for (const network of found.sandbox.networks) {
      const [, , high = 0, low = 0] = network.ip.split(".").map(Number);
      this.#used.delete(high * 256 + low);
    }
  }

  #address(): string {
    for (let n = 2; n < 65_535; n += 1) {
      if (this.#used.has(n)) continue;
      this.#used.add(n);
      return `10.88.${n >> 8}.${n & 255}`;
    }
    throw new CratonError("network-failed", { network: "default", verb: "joined", why: "all addresses are used" });
  }

  #checkPort(port: SandboxSpec["ports"][number]): void {
    for (const { spec } of this.all.values()) {
      const clash = spec.ports.find(
        (other) =>
          other.hostPort === port.hostPort &&
          other.protocol === port.protocol &&
          (other.hostIP === port.hostIP || [other.hostIP, port.hostIP].some((ip) => ip === "" || ip === "0.0.0.0")),
      );
      if (clash)
        throw new CratonError("port-taken", {
          port: port.hostPort,
          protocol: port.protocol,
          why: `pod ${spec.uuid} has it`,
        });
    }
  }
}
