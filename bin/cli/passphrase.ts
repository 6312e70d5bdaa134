/** The passphrase of an encrypted image: from a file, or asked for on the terminal without an echo. Never from an argument. */
import fs from "node:fs";
import { UsageError } from "./failure.ts";

/** The first line of a file; undefined when none is named. */
export function passphraseFrom(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const [line = ""] = fs.readFileSync(file, "utf8").split(/\r?\n/, 1);
  if (line === "") throw new UsageError(`the first line of ${file} is empty, there is no passphrase in it`);
  return line;
}

/** Null when there is no terminal to ask on. */
export async function askPassphrase(question: string): Promise<string | null> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return null;
  stderr.write(`${question}: `);
  stdin.setRawMode(true);
  try {
    let text = "";
    for await (const chunk of stdin) {
      for (const char of (chunk as Buffer).toString("utf8")) {
        if (char === "\r" || char === "\n") return text;
        if (char === "\u0003" || char === "\u0004") throw new UsageError("no passphrase was given");
        text = char === "\u007f" ? text.slice(0, -1) : text + char;
      }
    }
    return text;
  } finally {
    stdin.setRawMode(false);
    stderr.write("\n");
  }
}
