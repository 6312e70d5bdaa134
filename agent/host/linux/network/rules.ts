/** Makes and removes what belongs to the bridge as a whole: its nft table, its way through a closed FORWARD chain, itself. */
import { CratonError } from "../../../../lib/contract/errors.ts";
import type { Keeper } from "../../keeper/client.ts";
import { findProgram, needProgram, programEnv } from "../tools.ts";
import { lastLine } from "./cni.ts";
import { forwardDrops, forwardRules, portmapIdle, tableRemoval, tableScript } from "./firewall.ts";

export class BridgeRules {
  readonly #bridge: string;
  readonly #subnet: string;
  readonly #keeper: Keeper;
  #made: Promise<void> | null = null;

  constructor(bridge: string, subnet: string, keeper: Keeper) {
    this.#bridge = bridge;
    this.#subnet = subnet;
    this.#keeper = keeper;
  }

  /** Once a life of the agent; tried again after a failure. */
  ensure(): Promise<void> {
    this.#made ??= this.#make().catch((error) => {
      this.#made = null;
      throw error;
    });
    return this.#made;
  }

  async #make(): Promise<void> {
    await this.#run([needProgram("nft"), "-f", "-"], tableScript(this.#bridge, this.#subnet));
    const iptables = findProgram("iptables");
    if (!iptables) return;
    const listing = await this.#run([iptables, "-w", "-S", "FORWARD"]);
    if (!forwardDrops(listing)) return;
    for (const rule of forwardRules(this.#bridge)) {
      const there = await this.#try([iptables, "-w", "-C", "FORWARD", ...rule]);
      if (!there) await this.#run([iptables, "-w", "-I", "FORWARD", ...rule]);
    }
  }

  /**
   * Undoes `ensure` and removes the bridge. Idempotent. Pods still on it lose their network. `shared`: also the chains that
   * portmap leaves for all its users, when they are empty; not while another user may just be filling them.
   */
  async remove(shared: boolean): Promise<void> {
    this.#made = null;
    await this.#run([needProgram("nft"), "-f", "-"], tableRemoval(this.#bridge));
    await this.#try([needProgram("ip"), "link", "delete", this.#bridge]);
    const iptables = findProgram("iptables");
    if (!iptables) return;
    for (const rule of forwardRules(this.#bridge)) await this.#try([iptables, "-w", "-D", "FORWARD", ...rule]);
    if (shared) await this.#removePortmapChains(iptables);
  }

  async #removePortmapChains(iptables: string): Promise<void> {
    const nat = (...args: string[]) => [iptables, "-w", "-t", "nat", ...args];
    const listing = await this.#run(nat("-S"));
    if (!portmapIdle(listing)) return;
    const chains = ["CNI-HOSTPORT-DNAT", "CNI-HOSTPORT-MASQ", "CNI-HOSTPORT-SETMARK"];
    for (const line of listing.split("\n")) {
      const jump = /^-A (PREROUTING|OUTPUT|POSTROUTING) (.*-j CNI-HOSTPORT-(?:DNAT|MASQ))$/.exec(line);
      if (jump?.[1] && jump[2]) await this.#try(nat("-D", jump[1], ...splitRule(jump[2])));
    }
    for (const chain of chains.filter((name) => listing.includes(`-N ${name}\n`))) {
      await this.#try(nat("-F", chain));
      await this.#try(nat("-X", chain));
    }
  }

  async #run(argv: string[], stdin?: string): Promise<string> {
    const request = { argv, env: programEnv, ...(stdin === undefined ? {} : { stdin: Buffer.from(stdin) }) };
    const { code, stdout, stderr } = await this.#keeper.run(request);
    if (code === 0) return stdout.toString();
    throw new CratonError("network-failed", {
      network: this.#bridge,
      verb: "set up",
      why: `${argv.slice(0, 4).join(" ")}: ${lastLine(stderr.toString())}`,
    });
  }

  async #try(argv: string[]): Promise<boolean> {
    return (await this.#keeper.run({ argv, env: programEnv })).code === 0;
  }
}

/** A rule as `iptables -S` prints it, as arguments: words, with double quotes around those that hold spaces. */
export function splitRule(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? "");
}
