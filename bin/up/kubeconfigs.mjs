/**
 * Kubeconfig files of `--kubeconfig` for a console that runs as a user of its own: copies in STATE/console/kubeconfigs with
 * certificates and keys inline. They are made anew at each start; those of earlier starts go.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { asUser, makeFolder, writeText } from "../state-files.mjs";
import { nodePath } from "./checkout.mjs";

/** Answers the options with files that the console can read. @throws {Error} that names the file. */
export async function handOverKubeconfigs({ state, kubeconfigs }, release, owner) {
  const folder = path.join(state, "console/kubeconfigs");
  asUser(owner ?? null, () => fs.rmSync(folder, { recursive: true, force: true }));
  if (owner === undefined || kubeconfigs.length === 0) return kubeconfigs;
  return kubeconfigs.map(({ file, context }) => {
    const text = inlined(file, release);
    const name = `${createHash("sha256").update(file).digest("hex").slice(0, 8)}-${path.basename(file)}`;
    asUser(owner, () => {
      makeFolder(folder, 0o700);
      writeText(folder, name, text, 0o600);
    });
    return { file: path.join(folder, name), context };
  });
}

function inlined(file, release) {
  try {
    const args = [path.join(release, "dist/kubeconfig.js"), file];
    return execFileSync(nodePath(), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 16 << 20 });
  } catch (error) {
    throw new Error(
      `--kubeconfig ${String(error.stderr || error.message)
        .trim()
        .split("\n")
        .at(-1)}`,
    );
  }
}
