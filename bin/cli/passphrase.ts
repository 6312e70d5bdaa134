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
  stdin.setRawMode(true);
  stderr.write(`${question}: `);
  try {
    return await readHidden(stdin);
  } finally {
    stdin.setRawMode(false);
    stderr.write("\n");
  }
}

/** One line of what is typed; the stream lives on for the next question. */
function readHidden(stdin: NodeJS.ReadStream): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      stdin.off("data", take);
      stdin.pause();
      settle();
    };
    const take = (chunk: Buffer) => {
      for (const char of decoder.decode(chunk, { stream: true })) {
        if (char === "\r" || char === "\n") return end(() => resolve(text));
        if (char === "\u0003" || char === "\u0004") return end(() => reject(new UsageError("no passphrase was given")));
        text = char === "\u007f" ? [...text].slice(0, -1).join("") : text + char;
      }
    };
    stdin.on("data", take);
    stdin.resume();
  });
}
