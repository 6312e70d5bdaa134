/** The parts of the Linux host that are plain functions of texts and files. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readRefs } from "./app.ts";
import { appCgroup, pauseCgroup } from "./config.ts";
import { execProcess } from "./exec.ts";
import { osName } from "./facts.ts";
import { resolveInRoot } from "./in-root.ts";
import { interpreterFault, parseHead, readStart } from "./interpreter.ts";
import { overlayData } from "./mounts.ts";
import { busySeconds, usedMemory } from "./node-usage.ts";
import { capabilityNames, clampCapabilities, statusField } from "./privileges.ts";
import { isAlive, parseMountPoints, parseStat, readBootId, refOf } from "./proc.ts";
import { lastError, loggedError } from "./runtime.ts";
import { createError } from "./runtime-errors.ts";
import { readExit } from "./shim.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "craton-linux-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("/proc", () => {
  it("reads a stat whose name holds anything", () => {
    const rest = `S 1 ${Array.from({ length: 17 }, (_, n) => n).join(" ")} 4711 0`;
    expect(parseStat(`12 (a) b) (c) ${rest}`)).toEqual({ state: "S", start: "4711" });
    expect(parseStat("")).toBeNull();
  });
  it("tells this process from another with its pid", () => {
    const own = refOf(process.pid);
    expect(own && isAlive(own)).toBe(true);
    expect(isAlive({ pid: process.pid, start: "1" })).toBe(false);
    expect(refOf(2 ** 22 + 1)).toBeNull();
  });
  it("undoes the kernel's escapes in mount points", () => {
    const text = "22 1 0:1 / /a\\040b rw - x x rw\n23 1 0:1 / /c\\134d rw - x x rw\n";
    expect(parseMountPoints(text)).toEqual(["/a b", "/c\\d"]);
  });
  it("counts busy time and used memory", () => {
    expect(busySeconds("cpu  100 200 300 9999 50 7 8 5 0 0\ncpu0 1 1 1\n")).toBe(6.2);
    expect(usedMemory("MemTotal:       1000 kB\nMemFree: 1 kB\nMemAvailable:    400 kB\n")).toBe(600 * 1024);
  });
});

describe("privileges", () => {
  it("names the bits of a mask", () => {
    expect(capabilityNames("0000000000000021")).toEqual(["CAP_CHOWN", "CAP_KILL"]);
    expect(capabilityNames("000001ffffffffff")).toHaveLength(41);
    expect(statusField("CapEff:\t00\nCapBnd:\t0f\n", "CapBnd")).toBe("0f");
  });
  it("gives only what the agent has, and tells the rest", () => {
    const own = { bounding: new Set(["CAP_KILL"]), oomScoreAdj: 0 };
    const { given, notes } = clampCapabilities(["CAP_SYS_RESOURCE", "CAP_KILL"], own);
    expect(given).toEqual(["CAP_KILL"]);
    expect(notes).toEqual([expect.stringContaining("CAP_SYS_RESOURCE")]);
  });
});

describe("finding a file in trees", () => {
  it("never names a path outside them, whatever links and parts there are", () => {
    const trees = ["a", "b"].map((name) => join(folder, name));
    const part = fc.constantFrom("x", "y", "z", "..", ".", "");
    const path = fc.array(part, { maxLength: 6 }).map((parts) => parts.join("/"));
    const entry = fc.record({
      tree: fc.nat(1),
      at: fc.constantFrom("x", "y", "z", "x/y", "y/x"),
      link: fc.option(path),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 8 }), path, fc.boolean(), (entries, wanted, absolute) => {
        rmSync(folder, { recursive: true });
        for (const tree of trees) mkdirSync(tree, { recursive: true });
        writeFileSync(join(folder, "x"), "outside");
        for (const { tree, at, link } of entries) {
          const target = join(trees[tree] ?? "", at);
          try {
            mkdirSync(join(target, ".."), { recursive: true });
            if (link === null) writeFileSync(target, "inside");
            else symlinkSync(absolute ? `/${link}` : link || ".", target);
          } catch {
            // An entry that stands in the way of another: as good a tree as any.
          }
        }
        const found = resolveInRoot(trees, wanted);
        if (found !== null) expect(readFileSync(found, "utf8")).toBe("inside");
      }),
      { numRuns: 150 },
    );
  });
});

describe("interpreters", () => {
  it("reads the line of a script", () => {
    expect(parseHead(Buffer.from("#! /bin/sh -e\nx"))).toEqual({ kind: "script", interpreter: "/bin/sh" });
    expect(parseHead(Buffer.from("#!\n"))).toEqual({ kind: "script", interpreter: null });
    expect(parseHead(Buffer.from("hello"))).toEqual({ kind: "unknown" });
  });
  it("reads a dynamic program's loader", () => {
    expect(parseHead(readFileSync(process.execPath).subarray(0, 4096))).toMatchObject({
      kind: "elf",
      interpreter: expect.stringContaining("ld"),
    });
  });
  it("bears any bytes behind the magic", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const head = parseHead(Buffer.concat([Buffer.from("\u007fELF\u0002\u0001", "latin1"), bytes]));
        expect(head.kind).toBe("elf");
      }),
    );
  });
  it("says nothing of what a volume may bring", () => {
    writeFileSync(join(folder, "run"), "#!/opt/perl\n");
    expect(interpreterFault(folder, "/run", () => false)).toContain("/opt/perl");
    expect(interpreterFault(folder, "/run", (path) => path.startsWith("/opt"))).toBeNull();
    expect(interpreterFault(folder, "/absent", () => false)).toBeNull();
    expect(interpreterFault(folder, "relative", () => false)).toBeNull();
  });
});

describe("a file that an app may change at any instant", () => {
  const of = (path: string) => readStart(path, 16)?.toString() ?? null;
  it("is read when it is a file, and not through a link, from a pipe or a device", () => {
    const at = (name: string) => join(folder, name);
    writeFileSync(at("file"), "#!/bin/sh\n");
    symlinkSync(at("file"), at("link"));
    execFileSync("mkfifo", [at("pipe")]);
    expect(["file", "link", "pipe", "absent"].map((name) => of(at(name)))).toEqual(["#!/bin/sh\n", null, null, null]);
    expect(of("/dev/zero")).toBeNull();
  });
});

describe("what runtimes say", () => {
  const spec = { id: "u.app", uuid: "u", dir: "/d", args: ["/x"], cwd: "/w" };
  it.each([
    ["executable file `/x` not found in $PATH: No such file or directory", "no such file in the image"],
    [
      'time="t" level=error msg="runc create failed: exec: \\"/x\\": stat /x: no such file or directory"',
      "no such file",
    ],
    ["open executable: Permission denied", "not an executable file"],
    ['runc create failed: exec: \\"/x\\": permission denied', "runc create failed"],
    ["chdir `/w`: Not a directory", "the working directory /w"],
    ["exec container process `/x`: Exec format error", "no program for this machine"],
    ["cannot exec in a stopped container", "the app does not run"],
  ])("reads %s", (text, meaning) => {
    expect(createError(spec, "create", text).message).toContain(meaning);
  });
  it("passes on what it does not know as the host's failure, and a full disk as that", () => {
    expect(createError(spec, "crun create", "a\nb: odd")).toMatchObject({
      code: "host-failed",
      facts: { why: "b: odd" },
    });
    expect(createError(spec, "c", "mkdir: No space left on device")).toMatchObject({ code: "no-space" });
  });
  it("takes the message out of a log line", () => {
    expect(lastError('x\ntime="t" level=error msg="a \\"b\\""\n')).toBe('a "b"');
    expect(lastError("")).toBe("it wrote nothing");
    const log = join(folder, "log");
    expect(loggedError(log)).toBeNull();
    writeFileSync(log, '{"msg":"old","level":"error"}\n{"msg":"w","level":"warning"}\nnot json\n');
    expect(loggedError(log)).toBe("old");
  });
});

it("reads exits, and blames memory only on an app that lost a process for it", () => {
  const spec = { id: "u.app", dir: folder };
  mkdirSync(join(folder, "shim"));
  expect(readExit(spec, () => 0)).toBeNull();
  writeFileSync(join(folder, "shim", "u.app"), "137");
  expect(readExit(spec, () => 1)).toMatchObject({ code: 137, oom: false });
  writeFileSync(join(folder, "shim", "oom"), "");
  expect(readExit(spec, () => 1)).toMatchObject({ code: 137, oom: true });
  expect(readExit(spec, () => null)).toMatchObject({ oom: true });
  expect(readExit(spec, () => 0)).toMatchObject({ oom: false });
  writeFileSync(join(folder, "shim", "u.app"), "3");
  expect(readExit(spec, () => 1)).toMatchObject({ code: 3, oom: false });
  writeFileSync(join(folder, "shim", "u.app"), "");
  expect(readExit(spec, () => 1)).toBeNull();
});

it("knows no process of an app from another boot", () => {
  const refs = { init: { pid: 1, start: "1" }, shim: { pid: 2, start: "2" } };
  mkdirSync(join(folder, "shim"));
  expect(readRefs(folder)).toBeNull();
  writeFileSync(join(folder, "shim", "refs.json"), JSON.stringify({ ...refs, boot: readBootId() }));
  expect(readRefs(folder)).toEqual(refs);
  writeFileSync(join(folder, "shim", "refs.json"), JSON.stringify({ ...refs, boot: "another" }));
  expect(readRefs(folder)).toBeNull();
});

it("gives an app called pause another cgroup than the pause's", () => {
  expect(appCgroup("c", { id: "u.pause", uuid: "u" })).not.toBe(pauseCgroup("c", "u"));
  expect(appCgroup("c", { id: "u.web", uuid: "u" })).toBe("/c/u/web");
});

it("escapes what parts overlay options", () => {
  expect(overlayData(["/a:b", "/c,d"], "/u", "/w", "5.4")).toBe("lowerdir=/a\\:b:/c\\,d,upperdir=/u,workdir=/w");
  expect(overlayData(["/a"], "/u", "/w", "6.1")).toContain(",volatile");
});

it("changes nothing of an app's rights for an exec", () => {
  const app = {
    ...{ terminal: false, user: { uid: 5, gid: 6, additionalGids: [7] }, args: ["/a"], env: [], cwd: "/" },
    capabilities: { bounding: ["CAP_KILL"], effective: [], permitted: [], inheritable: [], ambient: [] },
    ...{ noNewPrivileges: true, oomScoreAdj: 3 },
  };
  const made = execProcess(app, { args: ["/b"], env: ["A=b"], cwd: "/c", tty: { columns: 1, rows: 1 } });
  const terminal = { terminal: true, consoleSize: { width: 1, height: 1 } };
  expect(made).toEqual({ ...app, ...terminal, args: ["/b"], env: ["A=b", "TERM=xterm-256color"], cwd: "/c" });
});

it("names the system", () => {
  expect(osName('NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')).toBe(
    "Debian GNU/Linux 12 (bookworm)",
  );
  expect(osName("")).toBe("Linux");
});
