/** The Go toolchain that builds the cluster: on PATH, or where Go's own archive puts it. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** The oldest that can build cluster/go.mod. */
const least = [1, 26];

/** The sentence for a machine without Go. */
export const noGo = `the embedded Kubernetes is built with Go ${least.join(".")} or newer, which is not on PATH; install it from https://go.dev/dl, or add a cluster by its kubeconfig`;

/**
 * @param {Record<string, string | undefined>} env
 * @returns {{ go: string, version: string } | { problem: string }}
 */
export function findGo(env = process.env) {
  const folders = [...(env.PATH ?? "").split(path.delimiter).filter((folder) => folder !== ""), "/usr/local/go/bin"];
  const go = folders.map((folder) => path.join(folder, "go")).find((file) => isProgram(file));
  if (go === undefined) return { problem: noGo };
  let version;
  try {
    // Never another toolchain than this one: Go would fetch it.
    const clean = { ...env, GOTOOLCHAIN: "local", GOFLAGS: "" };
    version = execFileSync(go, ["env", "GOVERSION"], { encoding: "utf8", cwd: "/", env: clean }).trim();
  } catch (error) {
    return { problem: `${go} does not run: ${error.message.split("\n")[0]}` };
  }
  const match = /^go(\d+)\.(\d+)/.exec(version);
  const [major, minor] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
  if (major < least[0] || (major === least[0] && minor < least[1]))
    return { problem: `${go} is ${version}; ${noGo.replace(", which is not on PATH", "")}` };
  return { go, version };
}

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
