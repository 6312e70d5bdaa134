/**
 * A second process in a running app. It gets the app's own process settings (user, capabilities, no_new_privs) out of the
 * bundle, so that it can never hold more than the app; the runtime adds the same namespaces, cgroup and filter. When the
 * client goes, the keeper ends the runtime's process and all that descends from it, in the app as well.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecSpec, ProcessRef, Stdio } from "../host.ts";
import { appPlaces } from "./config.ts";
import { interpreterFault } from "./interpreter.ts";
import type { Kit } from "./kit.ts";
import { within } from "./oci/app.ts";
import type { OciConfig, OciProcess } from "./oci/spec.ts";
import { refOf } from "./proc.ts";
import { loggedError } from "./runtime.ts";
import { createError, execFailed } from "./runtime-errors.ts";
import { heldStdio } from "./stdio.ts";
import { programEnv } from "./tools.ts";
import { Window } from "./window.ts";

let count = 0;

export async function execIn(kit: Kit, spec: ExecSpec): Promise<Stdio> {
  const places = appPlaces(spec.app.dir);
  const told = { ...spec.app, args: spec.args, cwd: spec.cwd };
  const covered = (path: string) => spec.app.mounts.some((mount) => within(path, mount.destination));
  const fault = interpreterFault(join(kit.view, places.rootfs), spec.args[0] ?? "", covered);
  if (fault) throw execFailed(told, fault);
  count += 1;
  const base = join(places.exec, `${process.pid}-${count}`);
  const files = { process: `${base}.json`, log: `${base}.log`, pid: `${base}.pid` };
  const clean = () => {
    for (const file of Object.values(files)) rmSync(file, { force: true });
  };
  mkdirSync(places.exec, { recursive: true, mode: 0o700 });
  writeFileSync(files.process, JSON.stringify(execProcess(readProcess(kit, spec), spec)), { mode: 0o600 });
  const run = ["exec", "--process", files.process, "--pid-file", files.pid, spec.app.id];
  const session = kit.keeper.stream({ argv: [...kit.runtime.argv(files.log), ...run], env: programEnv, tty: spec.tty });
  const exit = session.exit
    .then(({ code }) => {
      const error = code === 0 ? null : loggedError(files.log);
      if (error !== null) throw createError(told, `${kit.runtime.name} exec`, error);
      return { code };
    })
    .finally(clean);
  exit.catch(() => {});
  const window = new Window(() => readPid(files.pid), kit.keeper);
  session.onData(() => window.retry());
  const stdio = heldStdio(session, {
    exit,
    resized: (columns, rows) => window.resize({ columns, rows }),
  });
  await session.started;
  return stdio;
}

/** The app's process with another command; a terminal gets a name when the caller gave none. */
export function execProcess(app: OciProcess, spec: Pick<ExecSpec, "args" | "env" | "cwd" | "tty">): OciProcess {
  const named = spec.env.some((entry) => entry.startsWith("TERM="));
  return {
    ...app,
    terminal: spec.tty !== null,
    args: spec.args,
    env: spec.tty && !named ? [...spec.env, "TERM=xterm-256color"] : spec.env,
    cwd: spec.cwd,
  };
}

function readProcess(kit: Kit, spec: ExecSpec): OciProcess {
  if (!kit.runtime.known(spec.app.id)) throw execFailed({ ...spec.app, args: spec.args }, "the app does not run");
  return (JSON.parse(readFileSync(appPlaces(spec.app.dir).config, "utf8")) as OciConfig).process;
}

function readPid(path: string): ProcessRef | null {
  try {
    return refOf(Number(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}
