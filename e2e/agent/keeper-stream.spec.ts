/** Live stdio, terminals, back-pressure, and what becomes of a program whose client goes away. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeeperStdio, StreamRequest } from "../../agent/host/keeper/types.ts";
import { soon, startKeeper, statOf, type TestKeeper } from "../support/keeper.ts";

const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };
let k: TestKeeper;
beforeAll(async () => {
  k = await startKeeper();
});
afterAll(() => k?.stop());

const sh = (script: string, more: Partial<StreamRequest> = {}) =>
  k.keeper.stream({ argv: ["sh", "-c", script], env, ...more });

/** Collects output; `until` resolves when the text of a stream matches. */
function listen(stdio: KeeperStdio) {
  const text = { 1: "", 2: "" };
  const waiting: (() => void)[] = [];
  stdio.onData((stream, data) => {
    text[stream] += data.toString();
    for (const look of waiting) look();
  });
  const until = (pattern: RegExp, stream: 1 | 2 = 1) =>
    new Promise<RegExpMatchArray>((resolve) => {
      const look = () => {
        const match = text[stream].match(pattern);
        if (match) resolve(match);
      };
      waiting.push(look);
      look();
    });
  return { text, until };
}

/** What an OCI runtime does with --console-socket, with something other than a terminal when `node` names it. */
const handsOver = (node = "") => String.raw`
import array, os, pty, socket, sys
master, slave = pty.openpty() if not "${node}" else (os.open("${node}", os.O_RDWR), None)
with socket.socket(socket.AF_UNIX) as s:
  s.connect(sys.argv[1])
  s.sendmsg([b"t"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [master]))])
if slave is None: sys.exit(4)
os.close(master)
while os.get_terminal_size(slave)[0] != 101: pass
if sys.argv[2] == "reads": os.write(slave, b"heard " + os.read(slave, 100))
os.write(slave, b"all " * 500 + b"last\n")
os._exit(3)`;

describe("a terminal that is handed over", () => {
  const hand = (args: string[], script = handsOver()) => {
    const socket = `${k.dir}/${"long-".repeat(20)}/${args.join("-")}.sock`;
    fs.mkdirSync(path.dirname(socket), { recursive: true });
    const argv = ["python3", "-c", script, path.basename(socket), ...args];
    const tty = { columns: 101, rows: 31 };
    return { socket, stdio: k.keeper.stream({ argv, env, tty, console: socket, cwd: path.dirname(socket) }) };
  };

  test("gives all that was written before the end, and leaves no socket", async () => {
    for (let i = 0; i < 20; i++) {
      const { socket, stdio } = hand(["quick"]);
      const { text } = listen(stdio);
      expect(await stdio.exit).toEqual({ code: 3 });
      expect(text[1]).toMatch(/^(all ){500}last\r\n$/);
      expect(fs.existsSync(socket)).toBe(false);
    }
  });

  test("takes what was typed before it was there", async () => {
    const { stdio } = hand(["reads"]);
    const { text } = listen(stdio);
    stdio.write(Buffer.from("early\n"));
    expect(await stdio.exit).toEqual({ code: 3 });
    expect(text[1]).toContain("heard early\r\n");
  });

  test("is refused when it is none, and a program that hands nothing over ends as ever", async () => {
    const { stdio } = hand(["odd"], handsOver("/dev/zero"));
    const { text } = listen(stdio);
    expect(await stdio.exit).toEqual({ code: 4 });
    const none = hand(["none"], "raise SystemExit(5)");
    expect(await none.stdio.exit).toEqual({ code: 5 });
    expect(text[1]).toBe("");
    expect(fs.existsSync(none.socket)).toBe(false);
  });
});

describe("a terminal", () => {
  test("is the controlling one, has the size, is resized, and gives the exit code", async () => {
    const s = sh("tty; stty size; trap 'stty size' WINCH; read x; stty size; ps -o tty= -p $$; exit 3", {
      tty: { columns: 101, rows: 31 },
    });
    const { text, until } = listen(s);
    await until(/31 101\r\n/);
    s.resize(80, 24);
    s.write(Buffer.from("\n"));
    expect(await s.exit).toEqual({ code: 3 });
    expect(text[1]).toMatch(/^\/dev\/pts\/\d+\r\n/);
    expect(text[1]).toContain("24 80\r\n");
    expect(text[2]).toBe("");
  });

  test("passes Ctrl-C on as SIGINT, and Ctrl-D at the end of stdin", async () => {
    const s = sh("trap 'echo interrupted; exit 9' INT; echo ready; while :; do sleep 0.02; done", {
      tty: { columns: 80, rows: 24 },
    });
    const { until } = listen(s);
    await until(/ready/);
    s.write(Buffer.from("\x03"));
    await until(/interrupted/);
    expect(await s.exit).toEqual({ code: 9 });
    const cat = k.keeper.stream({ argv: ["cat"], env, tty: { columns: 80, rows: 24 } });
    const heard = listen(cat);
    cat.write(Buffer.from("hello\n"));
    await heard.until(/hello\r\nhello\r\n/);
    cat.closeStdin();
    expect(await cat.exit).toEqual({ code: 0 });
  });

  test("gives all output of a program that ends at once", async () => {
    const s = sh("seq 1 20000", { tty: { columns: 80, rows: 24 } });
    const { text } = listen(s);
    expect(await s.exit).toEqual({ code: 0 });
    expect(text[1].trim().split("\r\n")).toHaveLength(20_000);
  });
});

describe("streams", () => {
  test("carry 20 MB through a slow reader without loss, in order", async () => {
    const s = k.keeper.stream({ argv: ["cat"], env });
    const block = Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * 7 + (i >> 8)) & 255));
    let got = 0;
    s.onData((stream, data) => {
      expect(stream).toBe(1);
      for (let i = 0; i < data.length; i += 997)
        if (data[i] !== block[(got + i) % 65_536]) throw new Error(`at ${got + i}`);
      got += data.length;
      s.pause();
      setImmediate(() => s.resume());
    });
    for (let i = 0; i < 320; i++) s.write(block);
    s.closeStdin();
    expect(await s.exit).toEqual({ code: 0 });
    expect(got).toBe(320 * 65_536);
  });

  test("a child that does not read stops neither signals nor the buffered count", async () => {
    const s = sh("trap 'echo caught; exit 4' USR1; echo ready; while :; do sleep 0.02; done");
    const { until } = listen(s);
    await until(/ready/);
    s.write(Buffer.alloc(1 << 20));
    s.signal(10);
    await until(/caught/);
    expect(s.buffered).toBeGreaterThan(800_000);
    expect(await s.exit).toEqual({ code: 4 });
  });

  test("a paused client still gets its signals through while the child floods it", async () => {
    const s = k.keeper.stream({ argv: ["yes"], env });
    await new Promise<void>((resolve) => s.onData(() => resolve()));
    s.pause();
    const { pid } = await s.started;
    // wchan-free proof that yes is blocked: its written bytes stand still between two looks
    const written = () => Number(/wchar: (\d+)/.exec(fs.readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
    let last = -1;
    await soon("yes is blocked", () => {
      const now = written();
      const still = now === last && statOf(pid)?.state === "S";
      last = now;
      return still;
    });
    s.signal(15);
    await soon("yes ended", () => statOf(pid) === null);
    s.resume();
    expect(await s.exit).toEqual({ code: 128 + 15 });
  });

  test("drain is told when the child took all", async () => {
    const s = k.keeper.stream({ argv: ["cat"], env });
    const drained = new Promise<void>((resolve) => s.onDrain(resolve));
    s.onData(() => {});
    s.write(Buffer.alloc(300_000));
    expect(s.buffered).toBe(300_000);
    await drained;
    expect(s.buffered).toBe(0);
    s.closeStdin();
    await s.exit;
  });

  test("input for a child that closed its stdin is taken and lost, as in a pipe", async () => {
    const s = sh("exec <&-; echo closed; while :; do sleep 0.02; done");
    await listen(s).until(/closed/);
    const drained = new Promise<void>((resolve) => s.onDrain(resolve));
    s.write(Buffer.alloc(300_000));
    await drained;
    s.close();
  });

  test("input for a descriptor that is none is refused and ends the program", async () => {
    const s = sh("echo $$; sleep 600");
    const [, pid] = await listen(s).until(/(\d+)\n/);
    s.writeFd(40, Buffer.from("x"));
    await expect(s.exit).rejects.toThrow("input for no fd");
    await soon("it ended", () => statOf(Number(pid)) === null);
  });
});

describe("when the client goes", () => {
  test("the program gets SIGHUP at once", async () => {
    const s = sh("trap 'exit 0' HUP; echo $$; while :; do sleep 0.02; done");
    const [, pid] = await listen(s).until(/(\d+)\n/);
    s.close();
    expect(await s.exit).toEqual({ code: null });
    await soon("it ended", () => statOf(Number(pid)) === null, 1500);
  });

  test("what ignores SIGHUP, or left the session, gets SIGKILL after 2 s", async () => {
    const s = sh("trap '' HUP; setsid sleep 600 & echo $$ $!; while :; do sleep 0.02; done");
    const [, pid, strayed] = await listen(s).until(/(\d+) (\d+)\n/);
    const began = performance.now();
    s.close();
    await soon("both ended", () => [pid, strayed].every((one) => statOf(Number(one)) === null), 5000);
    expect(performance.now() - began).toBeGreaterThan(1900);
  });

  test("a detached program lives on", async () => {
    const s = sh("trap '' PIPE; echo $$; exec sleep 600", { detach: true });
    const [, pid] = await listen(s).until(/(\d+)\n/);
    s.close();
    await soon("adoption", () => statOf(Number(pid))?.parent === k.pid);
    process.kill(Number(pid), "SIGKILL");
  });
});
