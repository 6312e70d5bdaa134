/** Exec on the fake host: joins the tiny shell to a Stdio, with or without a terminal. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { ExecSpec } from "../host.ts";
import { appName, type FakeApp } from "./app.ts";
import { knows, type Outcome, runLine, type ShellContext } from "./shell.ts";
import { FakeStdio } from "./stdio.ts";

export function fakeExec(app: FakeApp, spec: ExecSpec): FakeStdio {
  const [program = "", ...args] = spec.args;
  if (!knows(program))
    throw new CratonError("exec-failed", {
      app: appName(spec.app),
      command: program,
      why: "there is no such file in the image",
    });
  const session = new FakeStdio();
  const context = {
    env: spec.env,
    cwd: spec.cwd,
    uid: spec.app.uid,
    gid: spec.app.gid,
    hostname: spec.app.hostname,
    size: spec.tty ?? { columns: 80, rows: 24 },
  };
  app.execs.add(session);
  const end = (code: number) => {
    app.execs.delete(session);
    session.finish(code);
  };
  session.far = { close: () => end(129), resize: (columns, rows) => Object.assign(context.size, { columns, rows }) };
  const isShell = /(^|\/)(sh|bash)$/.test(program);
  if (isShell && args[0] === "-c") once(session, runLine(args[1] ?? "", context), end);
  else if (isShell) interactive(session, context, spec.tty !== null, end);
  else if (/(^|\/)cat$/.test(program)) echo(session, end);
  else once(session, runLine(spec.args.map((a) => `'${a}'`).join(" "), context), end);
  return session;
}

function once(session: FakeStdio, outcome: Outcome, end: (code: number) => void): void {
  show(session, outcome, false);
  end(outcome.exit ?? outcome.code);
}

function echo(session: FakeStdio, end: (code: number) => void): void {
  session.far.input = (data) => session.emit(1, data);
  session.far.inputEnd = () => end(0);
}

function interactive(session: FakeStdio, context: ShellContext, tty: boolean, end: (code: number) => void): void {
  const prompt = `${context.hostname} # `;
  let line = "";
  let last = 0;
  if (tty) session.emit(1, prompt);
  const run = () => {
    const outcome = runLine(line, context);
    line = "";
    last = outcome.code;
    show(session, outcome, tty);
    if (outcome.exit !== null) end(outcome.exit);
    else if (tty) session.emit(1, prompt);
  };
  session.far.inputEnd = () => {
    if (line !== "") run();
    end(last);
  };
  session.far.input = (data) => {
    for (const key of data.toString()) {
      if (key === "\r" || key === "\n") {
        if (tty) session.emit(1, "\r\n");
        run();
      } else if (tty && key === "\u0004") {
        if (line === "") end(last);
      } else if (tty && key === "\u0003") {
        line = "";
        session.emit(1, `^C\r\n${prompt}`);
      } else if (tty && key === "\u007f") {
        if (line !== "") session.emit(1, "\b \b");
        line = line.slice(0, -1);
      } else {
        line += key;
        if (tty) session.emit(1, key);
      }
    }
  };
}

function show(session: FakeStdio, outcome: Outcome, tty: boolean): void {
  const text = (t: string) => (tty ? t.replaceAll("\n", "\r\n") : t);
  if (outcome.stdout) session.emit(1, text(outcome.stdout));
  if (outcome.stderr) session.emit(tty ? 1 : 2, text(outcome.stderr));
}
