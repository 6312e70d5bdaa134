/**
 * `craton kubectl …`: becomes the kubectl of the embedded Kubernetes, so that terminal, signals and exit status are its own.
 * The words behind the verb reach it untouched. Whose cluster: KUBECONFIG when it is set, else the embedded one as its
 * administrator, whose kubeconfig only root can read.
 */
import fs from "node:fs";
import { placesOf } from "../up/cluster/places.mjs";
import { stateFolder } from "./connection.ts";
import { UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";

export const options = `All words behind the verb are kubectl's own: craton kubectl --help.
KUBECONFIG, when it is set, names another cluster; options of craton stand before the verb.`;

export async function run(argv: string[], after: string[]): Promise<number> {
  const { values } = readOptions(argv.slice(0, argv.length - after.length), common);
  const state = stateFolder(values.state);
  const { binary, adminKubeconfig } = placesOf(state);
  if (!fs.existsSync(binary))
    throw new UsageError(
      `the embedded Kubernetes of ${state} was never built: npm start does, or craton doctor says why not`,
    );
  const env = { ...process.env };
  if (!env.KUBECONFIG) env.KUBECONFIG = readable(adminKubeconfig, after);
  process.execve?.(binary, ["kubectl", ...after], env);
  throw new UsageError("this Node cannot become another program; Craton's own Node can");
}

/** kubectl would take a file that it cannot read for an empty one, and speak of localhost:8080. */
function readable(file: string, words: string[]): string {
  if (words.some((word) => /^--kubeconfig(=|$)/s.test(word))) return file;
  try {
    fs.accessSync(file, fs.constants.R_OK);
    return file;
  } catch {
    if (process.geteuid?.() === 0) throw new UsageError(`${file} is missing: the embedded Kubernetes never started`);
    throw new UsageError(`only root is the embedded Kubernetes' administrator; set KUBECONFIG for another user`);
  }
}
