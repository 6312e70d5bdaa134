/**
 * A tiny shell for exec on the fake host: `echo`, `env`, `pwd`, `id`, `hostname`, `cat`, `true`, `false`, `sleep`, `stty size`,
 * `exit N`,
 * joined by `;`, with `>&2`. With a terminal it prompts and echoes. It is no attempt at POSIX.
 */
import type { ExecSpec } from "../host.ts";

export type ShellContext = Pick<ExecSpec, "env" | "cwd"> & {
  uid: number;
  gid: number;
  hostname: string;
  size: { columns: number; rows: number };
};
export type Outcome = { stdout: string; stderr: string; exit: number | null; code: number };

/** Splits into words; single and double quotes group. */
export function words(text: string): string[] {
  return [...text.matchAll(/(?:"([^"]*)"|'([^']*)'|(\S+))/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? "");
}

/** Runs one line. `exit` is set when the shell is to end. `input` is what is on stdin, for `cat`. */
export function runLine(line: string, context: ShellContext, input = ""): Outcome {
  const out: Outcome = { stdout: "", stderr: "", exit: null, code: 0 };
  for (const part of line.split(";")) {
    const toError = / ?>&2\s*$/.test(part);
    const [name, ...args] = words(part.replace(/ ?>&2\s*$/, ""));
    if (name === undefined) continue;
    if (name === "exit") {
      out.exit = exitCode(args[0], out.code);
      return out;
    }
    const result = command(name, args, context, input);
    out.code = result.code;
    if (result.code === 127 || toError) out.stderr += result.text;
    else out.stdout += result.text;
  }
  return out;
}

/** Is this program one that the fake knows? */
export function knows(program: string): boolean {
  return /^(\/bin\/|\/usr\/bin\/)?(sh|bash|echo|env|pwd|id|hostname|cat|true|false|sleep|stty|exit)$/.test(program);
}

/** `N` as a shell takes it: modulo 256, 2 when it is no number. */
export function exitCode(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  return /^\d+$/.test(text) ? Number(text) % 256 : 2;
}

function command(name: string, args: string[], context: ShellContext, input: string): { text: string; code: number } {
  switch (name.replace(/^.*\//, "")) {
    case "echo":
      return { text: `${args.map((a) => expand(a, context)).join(" ")}\n`, code: 0 };
    case "env":
      return { text: context.env.map((e) => `${e}\n`).join(""), code: 0 };
    case "pwd":
      return { text: `${context.cwd}\n`, code: 0 };
    case "id":
      return { text: `uid=${context.uid} gid=${context.gid}\n`, code: 0 };
    case "hostname":
      return { text: `${context.hostname}\n`, code: 0 };
    case "cat":
      return { text: input, code: 0 };
    case "true":
    case "sleep":
      return { text: "", code: 0 };
    case "stty":
      return { text: args[0] === "size" ? `${context.size.rows} ${context.size.columns}\n` : "", code: 0 };
    case "false":
      return { text: "", code: 1 };
    default:
      return { text: `sh: ${name}: not found\n`, code: 127 };
  }
}

function expand(word: string, context: ShellContext): string {
  return word.replace(/\$(\w+)/g, (_, key: string) => {
    const found = context.env.find((e) => e.startsWith(`${key}=`));
    return found ? found.slice(key.length + 1) : "";
  });
}
