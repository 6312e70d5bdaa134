/**
 * Clusters of the kubeconfig files that the console was started with (`--kubeconfig FILE[:CONTEXT]`): trusted, one for each
 * context or for the one that is named. A file that changes is read again; one that cannot be read is a cluster that says so.
 */
import fs from "node:fs";
import path from "node:path";
import { contextsOf, parseKubeconfig } from "../../api/kube/kubeconfig.ts";
import { absolutePaths } from "../../api/kube/kubeconfig-paths.ts";
import { CratonError } from "../../contract/errors.ts";
import { nameFor } from "./cluster-names.ts";
import type { ClusterSpec } from "./cluster-spec.ts";
import { specOf } from "./kubeconfig-spec.ts";

export type KubeconfigOption = { file: string; context: string | null };

const lookMs = 15_000;

/** `FILE`, or `FILE:CONTEXT` where FILE is the shortest part that is a file: contexts may hold colons too. */
export function readKubeconfigOption(text: string, isFile = (file: string) => fs.existsSync(file)): KubeconfigOption {
  if (isFile(text)) return { file: path.resolve(text), context: null };
  for (let at = text.indexOf(":"); at >= 0; at = text.indexOf(":", at + 1)) {
    const [file, context] = [text.slice(0, at), text.slice(at + 1)];
    if (file !== "" && context !== "" && isFile(file)) return { file: path.resolve(file), context };
  }
  return { file: path.resolve(text), context: null };
}

export class KubeconfigFiles {
  private readonly options: readonly KubeconfigOption[];
  private readonly changed: () => void;
  private seen = "";
  private specs: ClusterSpec[] = [];
  private readonly timer: NodeJS.Timeout | null;

  constructor(options: readonly KubeconfigOption[], changed: () => void) {
    this.options = options;
    this.changed = changed;
    this.look();
    // Polled: an editor's rename, a mount and a symbolic link's new target are all seen.
    this.timer = options.length === 0 ? null : setInterval(() => this.look() && this.changed(), lookMs).unref();
  }

  list(): ClusterSpec[] {
    return this.specs;
  }

  close(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private look(): boolean {
    const seen = this.options.map(({ file }) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? "none").join();
    if (seen === this.seen) return false;
    this.seen = seen;
    const taken = new Set<string>();
    this.specs = this.options.flatMap((option) => specsOf(option, taken));
    return true;
  }
}

function specsOf({ file, context }: KubeconfigOption, taken: Set<string>): ClusterSpec[] {
  const facts = (from: string) => {
    const name = nameFor(from, taken);
    taken.add(name);
    return { name, type: "kubeconfig", access: "single-user", owner: null } as const;
  };
  try {
    const kubeconfig = absolutePaths(fs.readFileSync(file, "utf8"), path.dirname(file));
    const { names, current } = contextsOf(parseKubeconfig(kubeconfig));
    const wanted = context === null ? names : [context];
    if (wanted.length === 0) throw new CratonError("unsupported", { what: file, why: "it has no context" });
    // The current one takes its name first.
    const order = [...wanted].sort((a, b) => Number(b === current) - Number(a === current));
    return order.map((one) => {
      const made = facts(one);
      return specOf(made, {
        cluster: made.name,
        kubeconfig,
        context: one,
        isTrusted: true,
        closedPorts: [],
        token: null,
      });
    });
  } catch (error) {
    const reason = error instanceof CratonError ? error.message : "it cannot be read by the console";
    const why = `${file}: ${reason}`;
    return [
      { ...facts(context ?? path.parse(file).name), server: null, warnings: [], sources: { why }, embedded: null },
    ];
  }
}
