/** The agent's bundles for tests, built from the sources once for each state of them. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, build } from "esbuild";
import { bundleOptions } from "../../../bin/build.mjs";

const root = path.resolve(import.meta.dirname, "../../..");
const entries = {
  agent: "agent/main.ts",
  unpack: "agent/image/unpack-main.ts",
  squash: "agent/image/squash-main.ts",
};

/** SHA-256 over the sources that can be part of a bundle. */
function sourceHash(): string {
  const hash = createHash("sha256").update(JSON.stringify(entries));
  const visit = (file: string): void => {
    const full = path.join(root, file);
    if (fs.statSync(full).isDirectory()) {
      for (const name of fs.readdirSync(full).sort()) visit(path.join(file, name));
    } else if (/\.ts$/.test(file) && !/\.test\.ts$/.test(file)) {
      hash.update(`${file}\0`).update(fs.readFileSync(full));
    }
  };
  for (const source of ["agent", "lib/contract", "bin/build.mjs", "package-lock.json"]) visit(source);
  return hash.digest("hex").slice(0, 16);
}

/** Answers the folder with agent.js, unpack.js and squash.js. Older ones are removed. */
export async function agentBundle(): Promise<string> {
  const folder = path.join(root, "dist/test", `agent-${sourceHash()}`);
  if (fs.existsSync(folder)) return folder;
  const fresh = `${folder}.${process.pid}`;
  const options = (await bundleOptions(entries)) as BuildOptions;
  await build({ ...options, outdir: fresh });
  try {
    fs.renameSync(fresh, folder);
  } catch {
    // Another test run was quicker.
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  const day = 24 * 3600 * 1000;
  for (const name of fs.readdirSync(path.dirname(folder))) {
    const old = path.join(path.dirname(folder), name);
    if (/^agent-[0-9a-f]{16}$/.test(name) && fs.statSync(old).mtimeMs < Date.now() - day)
      fs.rmSync(old, { recursive: true, force: true });
  }
  return folder;
}
