/** Files and programs that a kubeconfig names relative to itself, as kubectl reads them, made absolute. */
import path from "node:path";
import { parseKubeconfig } from "../../api/kube/kubeconfig.ts";

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
