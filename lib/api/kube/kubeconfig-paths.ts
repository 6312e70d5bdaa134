/** Files and programs that a kubeconfig names relative to itself, as kubectl reads them, made absolute. */
import path from "node:path";
import { parseKubeconfig } from "./kubeconfig.ts";

/** Fields with a file's name, and those that hold the same inline. */
const inlineOf = {
  "certificate-authority": "certificate-authority-data",
  "client-certificate": "client-certificate-data",
  "client-key": "client-key-data",
};

/**
 * The file with all certificates and keys inline, for a reader that may not open them. Token files stay files: they change.
 * `read` answers a file's bytes.
 */
export function inlineFiles(text: string, folder: string, read: (file: string) => Buffer): string {
  const config = parseKubeconfig(absolutePaths(text, folder));
  const inline = (part: Record<string, unknown> | null | undefined) => {
    for (const [field, data] of Object.entries(inlineOf)) {
      const file = part?.[field];
      if (!part || typeof file !== "string") continue;
      part[data] ??= read(file).toString("base64");
      delete part[field];
    }
  };
  for (const { cluster } of config.clusters ?? []) inline(cluster);
  for (const { user } of config.users ?? []) inline(user);
  return JSON.stringify(config);
}

/** The same file as JSON (which is YAML). `unsupported` when it is no kubeconfig. */
export function absolutePaths(text: string, folder: string): string {
  const config = parseKubeconfig(text);
  const absolute = (file: string | undefined) => (file ? { file: path.resolve(folder, file) } : null);
  const clusters = config.clusters?.map((entry) => {
    const ca = absolute(entry.cluster["certificate-authority"]);
    return ca === null ? entry : { ...entry, cluster: { ...entry.cluster, "certificate-authority": ca.file } };
  });
  const users = config.users?.map((entry) => {
    const user = { ...entry.user };
    for (const field of ["client-certificate", "client-key", "tokenFile"] as const) {
      const found = absolute(user[field]);
      if (found !== null) user[field] = found.file;
    }
    // A bare name is found by PATH.
    if (user.exec?.command.includes("/"))
      user.exec = { ...user.exec, command: path.resolve(folder, user.exec.command) };
    return { ...entry, user };
  });
  return JSON.stringify({ ...config, clusters, users });
}
