/** conmon, each app's shim: it creates the container, owns its stdio, writes its log and, when it ends, its exit code. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CratonError } from "../../../lib/contract/errors.ts";
import type { AppSpec, ExitRecord, ProcessRef } from "../host.ts";
import { appPlaces } from "./config.ts";
import type { Kit } from "./kit.ts";
import { refOf } from "./proc.ts";
import { createError } from "./runtime-errors.ts";
import { programEnv } from "./tools.ts";

/** The child's first extra pipe. */
const syncFd = 3;

export function shimArgv(kit: Pick<Kit, "conmon" | "runtime">, spec: AppSpec): string[] {
  const places = appPlaces(spec.dir);
  return [
    kit.conmon,
    ...["--api-version", "1", "--cid", spec.id, "--cuuid", spec.id, "--name", spec.id],
    ...["--runtime", kit.runtime.path, `--runtime-arg=--root=${kit.runtime.root}`],
    ...["--bundle", places.bundle, "--container-pidfile", places.pid, "--conmon-pidfile", places.shimPid],
    // No size limit: conmon's own rotation loses lines, so the agent renames the log and asks for it to be opened anew.
    ...["--log-path", `k8s-file:${spec.log}`, "--exit-dir", places.shim, "--persist-dir", places.shim],
    "--full-attach",
    ...(spec.stdin ? ["--stdin"] : []),
    ...(spec.stdin && !spec.stdinOnce ? ["--leave-stdin-open"] : []),
    ...(spec.tty ? ["--terminal"] : []),
  ];
}

/** Starts the shim, which creates the container; answers when the runtime has. */
export async function createByShim(kit: Kit, spec: AppSpec): Promise<{ init: ProcessRef; shim: ProcessRef }> {
  const places = appPlaces(spec.dir);
  const { fds, stderr, code } = await kit.keeper.run({
    argv: shimArgv(kit, spec),
    env: { ...programEnv, _OCI_SYNCPIPE: String(syncFd) },
    cwd: places.shim,
    detach: true,
    writes: 1,
    until: "line",
  });
  const word = fds[0]?.toString().trim() ?? "";
  if (word === "") throw silence(code, stderr.toString());
  const { data, message } = JSON.parse(word.split("\n")[0] ?? "") as { data: number; message?: string };
  if (data <= 0) throw createError(spec, `${kit.runtime.name} create`, message ?? `it answered ${data}`);
  const init = refOf(data);
  const shim = refOf(Number(readFileSync(places.shimPid, "utf8")));
  if (!init || !shim)
    throw new CratonError("host-failed", { command: "conmon", why: `${init ? "the shim" : "the app"} ended at once` });
  return { init, shim };
}

/**
 * What the shim left when the app ended; null before that, and when the shim died without a word. `oomKills` counts the app's
 * own victims (null: no longer known): conmon's mark alone may stem from another app under the pod's common limit.
 */
export function readExit(spec: Pick<AppSpec, "id" | "dir">, oomKills: () => number | null): ExitRecord | null {
  const { shim } = appPlaces(spec.dir);
  const path = join(shim, spec.id);
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  if (!/^-?\d+$/.test(text)) return null;
  const code = Number(text) & 255;
  const oom = code === 137 && existsSync(join(shim, "oom")) && oomKills() !== 0;
  return { code, oom, at: statSync(path).mtime.toISOString() };
}

function silence(code: number | null, stderr: string): CratonError {
  const why = stderr.trim().split("\n").at(-1) || `it ended with ${code} and no word`;
  return new CratonError("host-failed", { command: "conmon", why });
}
