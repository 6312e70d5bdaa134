/**
 * A second process in a running app. It gets the app's own process settings (user, capabilities, no_new_privs) out of the
 * bundle, so that it can never hold more than the app; the runtime adds the same namespaces, cgroup and filter. When the
 * client goes, the keeper ends the runtime's process and all that descends from it, in the app as well.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecSpec, ProcessRef, Stdio } from "../host.ts";
import type { KeeperStdio } from "../keeper/types.ts";
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
  const files = { process: `${base}.json`, log: `${base}.log`, pid: `${base}.pid`, console: `${base}.sock` };
  const clean = () => {
    for (const file of Object.values(files)) rmSync(file, { force: true });
  };
  mkdirSync(places.exec, { recursive: true, mode: 0o700 });
  const wanted = JSON.stringify(execProcess(readProcess(kit, spec), spec));
  try {
    writeFileSync(files.process, wanted, { mode: 0o600 });
  } catch (error) {
    clean();
    throw error;
  }
  // crun may end before it has relayed a terminal's last output, so the terminal itself is asked for. runc relays it all, and
  // hands it over only when it does not wait for the end.
  const handed = spec.tty !== null && kit.runtime.name === "crun";
  const where = ["--process", files.process, "--pid-file", files.pid];
  const session = kit.keeper.stream({
    argv: [
      ...kit.runtime.argv(files.log),
      "exec",
      ...where,
      ...(handed ? ["--console-socket", files.console] : []),
      spec.app.id,
    ],
    env: programEnv,
    tty: spec.tty,
    console: handed ? files.console : undefined,
  });
  const exit = session.exit
    .then(({ code }) => {
      const error = code === 0 ? null : loggedError(files.log);
      if (error !== null) throw createError(told, `${kit.runtime.name} exec`, error);
      return { code };
    })
    .finally(clean);
  exit.catch(() => {});
  const stdio = heldStdio(session, { exit, resized: handed ? undefined : relayedWindow(kit, session, files.pid) });
  await session.started;
  return stdio;
}

/** A runtime that relays the terminal does not pass a new size on. */
function relayedWindow(kit: Kit, session: KeeperStdio, pidFile: string): (columns: number, rows: number) => void {
  const window = new Window(() => readPid(pidFile), kit.keeper);
  session.onData(() => window.retry());
  return (columns, rows) => window.resize({ columns, rows });
}

/** The app's process with another command; a terminal gets a name when the caller gave none. */
export function execProcess(app: OciProcess, spec: Pick<ExecSpec, "args" | "env" | "cwd" | "tty">): OciProcess {
  const named = spec.env.some((entry) => entry.startsWith("TERM="));
  return {
    ...app,
    terminal: spec.tty !== null,
    ...(spec.tty && { consoleSize: { width: spec.tty.columns, height: spec.tty.rows } }),
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
