/**
 * A hybrid host whose cgroup2 tree was not hidden from us: controllers are v1's, but runtimes may also leave empty folders
 * in the cgroup2 tree, which must go too. Behind the keeper's private view such a host is plain v1.
 */
import { join } from "node:path";
import type { Cgroups } from "./shape.ts";
import { removeTree } from "./tree.ts";
import { cgroupsV1, type Hierarchies } from "./v1.ts";

export function cgroupsHybrid(hierarchies: Hierarchies, unified: string): Cgroups {
  const v1 = cgroupsV1(hierarchies);
  return {
    ...v1,
    kind: "hybrid",
    remove(path) {
      v1.remove(path);
      removeTree(join(unified, path));
    },
  };
}
