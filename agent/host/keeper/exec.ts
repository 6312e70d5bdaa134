/** EXEC: a program started by the keeper, live or run to its end. */
import { keeperFailed } from "./errors.ts";
import { Session } from "./session.ts";
import type { ExecRequest, RunRequest, RunResult, StreamRequest } from "./types.ts";
import { type Field, field, flag, op, size, u8, u32 } from "./wire.ts";

type Shape = {
  stdin: boolean;
  writes: number;
  reads: number;
  tty?: StreamRequest["tty"];
  console?: string;
};

function fieldsOf(request: ExecRequest, shape: Shape): Field[] {
  const env = Array.isArray(request.env) ? request.env : Object.entries(request.env).map(([k, v]) => `${k}=${v}`);
  const lingers = request.until === "line" || request.until === "eof";
  const flags =
    (request.detach ? flag.EX_DETACH : 0) | (shape.stdin ? flag.EX_STDIN : 0) | (lingers ? flag.EX_LINGER : 0);
  const fields: Field[] = [[field.FLAGS, u32(flags)]];
  for (const arg of request.argv) fields.push([field.ARG, arg]);
  for (const line of env) fields.push([field.ENV, line]);
  if (request.cwd !== undefined) fields.push([field.CWD, request.cwd]);
  if (request.uid !== undefined) fields.push([field.UID, u32(request.uid)]);
  if (request.gid !== undefined) fields.push([field.GID, u32(request.gid)]);
  if (shape.tty) fields.push([field.PTY, size(shape.tty.columns, shape.tty.rows)]);
  if (shape.console !== undefined) fields.push([field.CONSOLE, shape.console]);
  for (let i = 0; i < shape.writes; i++) fields.push([field.PIPE, u8(0x77)]);
  for (let i = 0; i < shape.reads; i++) fields.push([field.PIPE, u8(0x72)]);
  return fields;
}

export function startStream(path: string, request: StreamRequest): Session {
  const shape = {
    stdin: request.stdin ?? true,
    writes: request.writes ?? 0,
    reads: request.reads ?? 0,
    tty: request.tty,
    console: request.console,
  };
  return new Session(path, request.argv.join(" "), op.EXEC, fieldsOf(request, shape));
}

/** What came on one descriptor, with its cap. */
class Collector {
  readonly #max: number;
  readonly #parts: Buffer[] = [];
  #length = 0;
  ended = false;
  line = false;
  constructor(max: number) {
    this.#max = max;
  }
  /** False when it is too much. */
  add(piece: Buffer): boolean {
    this.#parts.push(piece);
    this.#length += piece.length;
    this.line ||= piece.includes(0x0a);
    return this.#length <= this.#max;
  }
  get all(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Runs it to its end (see ExecRequest.until). Rejects when it cannot start, takes too long or says too much. */
export function runToEnd(path: string, request: RunRequest): Promise<RunResult> {
  const name = request.argv.join(" ");
  const writes = request.writes ?? 0;
  const timeoutMs = request.timeoutMs ?? 60_000;
  const reads = request.reads ?? [];
  const shape = { stdin: request.stdin !== undefined, writes, reads: reads.length };
  const session = new Session(path, name, op.EXEC, fieldsOf(request, shape));
  const outputs = Array.from({ length: 2 + writes }, () => new Collector(request.maxOutput ?? 8 << 20));
  return new Promise((resolve, reject) => {
    let exited: { code: number | null; signal: number | null } | null = null;
    let timer: NodeJS.Timeout | null = null;
    const stop = (why: string) => {
      reject(keeperFailed(name, why));
      session.close();
    };
    const settle = () => {
      if (!exited) return;
      const [stdout, stderr, ...fds] = outputs.map((output) => output.all);
      resolve({ ...exited, stdout: stdout ?? Buffer.alloc(0), stderr: stderr ?? Buffer.alloc(0), fds });
    };
    const add = (index: number, data: Buffer) => {
      if (outputs[index]?.add(data) === false) stop(`it wrote more than ${request.maxOutput ?? 8 << 20} bytes`);
    };
    // a whole line of each pipe is enough: conmon, for one, keeps its end open
    const enough = () => {
      if (exited && request.until === "line" && outputs.slice(2).every((o) => o.line || o.ended)) session.close();
    };
    session.onData((stream, data) => add(stream - 1, data));
    session.onFd((fd, data) => {
      const output = outputs[fd - 1];
      if (data) add(fd - 1, data);
      else if (output) output.ended = true;
      enough();
    });
    session.onExited = (ending) => {
      exited = ending;
      enough();
    };
    if (timeoutMs > 0) timer = setTimeout(() => stop(`it took longer than ${timeoutMs} ms`), timeoutMs);
    session.ending.then(settle, reject).finally(() => timer && clearTimeout(timer));
    if (request.stdin !== undefined) {
      session.write(request.stdin);
      session.closeStdin();
    }
    reads.forEach((content, i) => {
      session.writeFd(3 + writes + i, content);
      session.closeFd(3 + writes + i);
    });
  });
}
