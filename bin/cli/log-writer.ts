/** Log lines onto our own stdout and stderr, as the app wrote them; with several apps each line begins with its app. */
import type { LogLine } from "../../lib/contract/stdio.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { appText } from "./output.ts";

export type Out = { write(text: string): boolean; once(event: string, listener: () => void): unknown; isTTY?: boolean };

/** `prefix` is put before each line; partial lines are joined on their own stream. */
export class LogWriter {
  private readonly streams: { stdout: Out; stderr: Out };
  private readonly prefix: string;
  private readonly open = { stdout: false, stderr: false };
  constructor(streams: { stdout: Out; stderr: Out }, prefix = "") {
    this.streams = streams;
    this.prefix = plainText(prefix);
  }

  /** Resolves when the stream can take more. */
  async write({ stream, text, partial }: LogLine): Promise<void> {
    const out = this.streams[stream];
    const begin = this.open[stream] ? "" : this.prefix;
    this.open[stream] = partial;
    const shown = out.isTTY ? appText(text) : text;
    if (!out.write(`${begin}${shown}${partial ? "" : "\n"}`)) await drained(out);
  }
}

/** Also when the reader is gone: whoever looks after stdout ends us then. */
function drained(out: Out): Promise<void> {
  return new Promise((resolve) => out.once("drain", resolve));
}
