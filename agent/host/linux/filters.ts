/**
 * The system call filters of apps, and their compiled form. libseccomp takes 13 ms of a start to compile the default profile;
 * crun leaves the result (`seccomp.bpf` in the container's state) and takes one by an annotation. So each filter is compiled
 * once in the agent's life. runc compiles each time.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Machine, type SeccompProfile, seccompFor } from "./oci/seccomp.ts";
import type { OciSeccomp } from "./oci/spec.ts";
import type { Runtime } from "./runtime.ts";

export type Filter = { seccomp: OciSeccomp | null; annotations: Record<string, string> };

const annotation = "run.oci.seccomp_bpf_data";

export class Filters {
  readonly #profile: SeccompProfile | null;
  readonly #machine: Machine;
  readonly #runtime: Runtime;
  /** By the filter as JSON: the compiled programs in base64. A handful: one for each set of capabilities in use. */
  readonly #compiled = new Map<string, string>();

  constructor(profile: SeccompProfile | null, machine: Machine, runtime: Runtime) {
    this.#profile = profile;
    this.#machine = machine;
    this.#runtime = runtime;
  }

  get active(): boolean {
    return this.#profile !== null;
  }

  /** For an app with these capabilities. The plain filter is always there: a runtime without the annotation compiles it. */
  of(capabilities: string[]): Filter {
    if (!this.#profile) return { seccomp: null, annotations: {} };
    const seccomp = seccompFor(this.#profile, capabilities, this.#machine);
    const compiled = this.#compiled.get(JSON.stringify(seccomp));
    return { seccomp, annotations: compiled ? { [annotation]: compiled } : {} };
  }

  /** Keeps what the runtime compiled for a container that it has just created; without such a file nothing is kept. */
  learn(filter: Filter, id: string): void {
    if (this.#runtime.name !== "crun" || !filter.seccomp || filter.annotations[annotation]) return;
    try {
      const program = readFileSync(join(this.#runtime.root, id, "seccomp.bpf"));
      // Instructions of 8 bytes each (struct sock_filter); anything else is no program.
      if (program.length > 0 && program.length % 8 === 0)
        this.#compiled.set(JSON.stringify(filter.seccomp), program.toString("base64"));
    } catch {
      // Another version of crun may keep it elsewhere: then each start compiles.
    }
  }
}
