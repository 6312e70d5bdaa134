/**
 * CRI log lines: `TIME STREAM TAG TEXT`, TAG being F for a whole line and P for a part that goes on in the next line of the same
 * stream. Works on bytes, so that a character cut in two by the shim's buffer comes out whole, and bytes that are no UTF-8 come
 * out as U+FFFD.
 */
import { StringDecoder } from "node:string_decoder";
import type { LogLine } from "../../lib/contract/stdio.ts";

const space = 0x20;
const headForm = /^(\S{20,40}) (stdout|stderr) ([FP])$/;
/** Longest head of a line: time, stream and tag with their spaces. */
export const longestHead = 64;

export type Head = { time: string; stream: "stdout" | "stderr"; partial: boolean; textAt: number };

/** Reads the head at `from`; null when there is none. `end` is where the line ends. */
export function readHead(data: Buffer, from: number, end: number): Head | null {
  let at = from - 1;
  for (let spaces = 0; spaces < 3; spaces++) {
    at = data.indexOf(space, at + 1);
    if (at < 0 || at >= end || at - from > longestHead) return null;
  }
  const match = headForm.exec(data.toString("latin1", from, at));
  if (!match) return null;
  const [, time = "", stream, tag] = match;
  return { time, stream: stream as "stdout" | "stderr", partial: tag === "P", textAt: at + 1 };
}

/** RFC 3339 in UTC with the digits that there are; what is no time is passed through. */
export function utcTime(time: string): string {
  if (time.endsWith("Z")) return time;
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) return time;
  const digits = /\.(\d+)/.exec(time)?.[1] ?? "000";
  return `${new Date(ms).toISOString().slice(0, 19)}.${digits}Z`;
}

/** Turns lines into LogLines, in the order of the file. */
export class LineReader {
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  #lastTime = new Date(0).toISOString();

  /** One line without its newline. A line that is none of ours is text of stdout at the time of the line before. */
  read(line: Buffer): LogLine {
    const head = readHead(line, 0, line.length);
    if (!head) return { time: this.#lastTime, stream: "stdout", partial: false, text: line.toString("utf8") };
    this.#lastTime = utcTime(head.time);
    const decoder = this.#decoders[head.stream];
    const bytes = line.subarray(head.textAt);
    const text = head.partial ? decoder.write(bytes) : decoder.end(bytes);
    return { time: this.#lastTime, stream: head.stream, partial: head.partial, text };
  }
}

/** Cuts a stream of chunks into lines. A line longer than `longest` is handed out in pieces. */
export class LineCutter {
  readonly #longest: number;
  #rest: Buffer = Buffer.alloc(0);
  constructor(longest = 1 << 20) {
    this.#longest = longest;
  }
  *cut(chunk: Buffer): Generator<Buffer> {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let from = 0;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
      yield data.subarray(from, end);
      from = end + 1;
    }
    this.#rest = data.subarray(from);
    if (this.#rest.length > this.#longest) yield* this.flush();
    else this.#rest = Buffer.from(this.#rest);
  }
  /** What has no newline yet. */
  *flush(): Generator<Buffer> {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    if (rest.length > 0) yield rest;
  }
}
