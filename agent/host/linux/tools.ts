/** The programs that the host needs, found once. */
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";

const folders = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
/** The Debian package that brings each program, where its name differs. */
const packages: Record<string, string> = { nft: "nftables", ip: "iproute2" };

export function findProgram(name: string): string | null {
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** Rejects with `host-lacks`, naming the Debian package. */
export function needProgram(name: string): string {
  const found = findProgram(name);
  if (found) return found;
  throw new CratonError("host-lacks", { what: name, why: `install the package ${packages[name] ?? name}` });
}

/** A CNI plugin in its own folder. */
export function needPlugin(cniPath: string, name: string): string {
  const path = join(cniPath, name);
  if (isExecutable(path)) return path;
  throw new CratonError("host-lacks", {
    what: `the CNI plugin ${path}`,
    why: "install the package containernetworking-plugins",
  });
}

export type RuntimeChoice = { name: "crun" | "runc"; path: string };

/** `asked`, else crun, else runc. */
export function chooseRuntime(asked: "crun" | "runc" | undefined): RuntimeChoice {
  for (const name of asked ? [asked] : (["crun", "runc"] as const)) {
    const path = findProgram(name);
    if (path) return { name, path };
  }
  throw new CratonError("host-lacks", { what: asked ?? "crun or runc", why: `install the package ${asked ?? "crun"}` });
}

/** What started programs see: nothing of ours. */
export const programEnv = { PATH: folders.join(":"), LC_ALL: "C" };

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
