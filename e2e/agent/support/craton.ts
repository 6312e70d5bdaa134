/** The command line as it is shipped, for tests: bin/craton beside its bundle, started like a user's shell does. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { type BuildOptions, build } from "esbuild";
import { commandLineOptions, compile } from "../../../bin/build.mjs";

const root = path.resolve(import.meta.dirname, "../../..");

function sourceHash(): string {
  const hash = createHash("sha256");
  const visit = (file: string): void => {
    const full = path.join(root, file);
    if (fs.statSync(full).isDirectory()) for (const name of fs.readdirSync(full).sort()) visit(path.join(file, name));
    else if (!/\.test\.ts$/.test(file)) hash.update(`${file}\0`).update(fs.readFileSync(full));
  };
  for (const source of ["agent", "bin/cli", "bin/craton", "bin/up", "bin/build.mjs", "lib", "package.json"])
    visit(source);
  return hash.digest("hex").slice(0, 16);
}

/** Builds a release's folder around the command line, once for each state of the sources; answers bin/craton in it. */
export async function cratonCommand(): Promise<string> {
  const folder = path.join(root, "dist/test", `craton-${sourceHash()}`);
  const command = path.join(folder, "bin/craton");
  if (fs.existsSync(command)) return command;
  const fresh = `${folder}.${process.pid}`;
  await build({ ...((await commandLineOptions()) as BuildOptions), outdir: path.join(fresh, "dist") });
  compile("agent/host/xattr", path.join(fresh, "dist/xattrs"));
  fs.mkdirSync(path.join(fresh, "bin"));
  fs.copyFileSync(path.join(root, "bin/craton"), path.join(fresh, "bin/craton"));
  fs.copyFileSync(path.join(root, "package.json"), path.join(fresh, "package.json"));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(fresh, "node_modules"));
  try {
    fs.renameSync(fresh, folder);
  } catch {
    // Another test run was quicker.
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  return command;
}

export type Result = { status: number | null; stdout: string; stderr: string };
export type Running = {
  child: ChildProcess;
  result: Promise<Result>;
  /** Resolves when stdout (or stderr) has this text. */
  says(text: string, stream?: "stdout" | "stderr"): Promise<void>;
};
export type Craton = {
  /** To the end; `input` is its stdin, by a pipe. */
  (...words: string[]): Promise<Result>;
  with(input: string | Buffer, ...words: string[]): Promise<Result>;
  start(...words: string[]): Running;
  /** In a terminal of its own, made by script(1). */
  terminal(columns: number, rows: number, ...words: string[]): Running;
  /** A shell's line in a terminal; $CRATON is the command. */
  shell(line: string): Running;
};

/** Commands against one state folder; `more` variables of their environment. */
export function cratonOn(command: string, state: string, more: Record<string, string> = {}): Craton {
  const env: NodeJS.ProcessEnv = {
    ...{ NODE_ENV: "production", PATH: process.env.PATH, HOME: "/root", CRATON_STATE: state, TERM: "xterm" },
    CRATON: command,
    ...more,
  };
  const run = (file: string, words: string[], input: string | Buffer | null): Running => {
    const child = spawn(file, words, { env, stdio: ["pipe", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    const waiting: (() => void)[] = [];
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
        for (const look of waiting) look();
      });
    }
    child.stdin.on("error", () => {});
    if (input !== null) child.stdin.end(input);
    const result = new Promise<Result>((resolve) => child.once("close", (status) => resolve({ status, ...said })));
    const says = (text: string, stream: "stdout" | "stderr" = "stdout") =>
      new Promise<void>((resolve, reject) => {
        const look = () => said[stream].includes(text) && resolve();
        waiting.push(look);
        look();
        void result.then((end) =>
          reject(new Error(`it ended without ${JSON.stringify(text)}: ${JSON.stringify(end)}`)),
        );
      });
    return { child, result, says };
  };
  const quote = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
  return Object.assign((...words: string[]) => run(command, words, "").result, {
    with: (input: string | Buffer, ...words: string[]) => run(command, words, input).result,
    start: (...words: string[]) => run(command, words, null),
    terminal: (columns: number, rows: number, ...words: string[]) => {
      const line = `stty rows ${rows} cols ${columns}; exec ${[command, ...words].map(quote).join(" ")}`;
      return run("script", ["-qefc", line, "/dev/null"], null);
    },
    shell: (line: string) => run("script", ["-qefc", line, "/dev/null"], null),
  });
}
