import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CratonError } from "../../lib/contract/errors.ts";
import type { Pod } from "../../lib/contract/pod.ts";
import { chooseNode } from "./connection.ts";
import { durationArgument, momentArgument } from "./duration-argument.ts";
import { failureLines } from "./failure.ts";
import { imageArgument } from "./image-argument.ts";
import { LogWriter } from "./log-writer.ts";
import { podRows } from "./pod-rows.ts";
import { plainProgress, progressLine } from "./progress.ts";
import { joinAtOverlap } from "./run-interactive.ts";
import { statusLines } from "./status.ts";
import { onlyPod, podId } from "./uuid-argument.ts";

const uuid = "6733c088-a507-4694-acbc-5a5b5e2a4d30";
const pod = {
  uuid,
  state: "exited",
  apps: [
    { name: "web", image: { name: "example.com/web" }, exitCode: 3 },
    { name: "db", image: { name: "example.com/db" }, exitCode: null },
  ],
  pid: null,
  createdAt: "2026-11-24T10:00:00Z",
  startedAt: "2026-11-24T10:00:01Z",
  finishedAt: "2026-11-24T10:05:00Z",
  networks: [{ name: "default", interface: "eth0", ip: "10.88.0.2", gateway: null }],
  reason: null,
} as unknown as Pod;

describe("small parts", () => {
  it("chooses the node by name, the only one, or this machine's", () => {
    const nodes = [
      { name: "a", address: "x" },
      { name: "b", address: "y" },
    ];
    expect(chooseNode(nodes, "b", "c").name).toBe("b");
    expect(chooseNode(nodes, undefined, "A").name).toBe("a");
    expect(chooseNode(nodes.slice(1), undefined, "z").name).toBe("b");
    expect(() => chooseNode(nodes, "z", "a")).toThrow("there is no node z (known: a, b)");
    expect(() => chooseNode(nodes, undefined, "z")).toThrow("name the node with --node (known: a, b)");
    expect(() => chooseNode([], undefined, "z")).toThrow("known: none");
  });

  it("reads durations", () => {
    expect(["10", "1.5s", "1m30s", "2h", "250ms"].map((text) => durationArgument("wait", text))).toEqual([
      10000, 1500, 90000, 7200000, 250,
    ]);
    for (const text of ["", "x", "1d", "1m x", "-1s"]) expect(() => durationArgument("wait", text)).toThrow("--wait");
  });

  it("tells images apart", () => {
    expect(imageArgument("docker://a/b:1")).toEqual({ kind: "remote", source: "docker://a/b:1" });
    expect(imageArgument("https://x/y")).toEqual({ kind: "remote", source: "https://x/y" });
    for (const name of ["example.com/a:1,os=linux", "example.com", "localhost/a", "discover:example.com/a"])
      expect(imageArgument(name)).toEqual({ kind: "name", source: name });
    for (const text of ["/x/y", "./y", "../y", "y.aci"])
      expect(imageArgument(text)).toEqual({ kind: "file", path: text });
    for (const text of ["sha512-12", "busybox", "busybox:1", "team/app"])
      expect(imageArgument(text)).toEqual({ kind: "store", ref: text });
    expect(() => imageArgument("ftp://x/y")).toThrow("cannot be fetched by ftp:");
  });

  it("reads UUIDs and their beginnings", () => {
    expect(podId(" 6733C088\n")).toBe("6733c088");
    for (const text of ["", "xyz", "../..", `${uuid}0`]) expect(() => podId(text)).toThrow("is no UUID");
    expect(() => onlyPod([], undefined)).toThrow("give a pod's UUID");
    expect(() => onlyPod(["a", "b"], undefined)).toThrow("only one");
    expect(() => onlyPod(["a"], "/f")).toThrow("not both");
  });

  it("prints status lines as rkt did", () => {
    expect(statusLines(pod)).toEqual([
      "state=exited",
      "created=2026-11-24T10:00:00Z",
      "started=2026-11-24T10:00:01Z",
      "finished=2026-11-24T10:05:00Z",
      "networks=default:ip4=10.88.0.2",
      "exited=true",
      "app-web=3",
    ]);
  });

  it("lists one row an app, short or in full", () => {
    const now = Date.parse("2026-11-24T12:00:00Z");
    expect(podRows(pod, { full: false, now })).toEqual([
      ["6733c088", "web", "example.com/web", "exited", "2 h ago", "1 h ago", "default:ip4=10.88.0.2"],
      ["", "db", "example.com/db", "", "", "", ""],
    ]);
    expect(podRows(pod, { full: true, now })[0]?.slice(0, 5)).toEqual([
      uuid,
      "web",
      "example.com/web",
      "exited",
      pod.createdAt,
    ]);
  });

  it("tells failures in one line, and each path error in its own", () => {
    const errors = [
      { path: "$.a", message: "must be b" },
      { path: "$.c", message: "is required" },
    ];
    const error = new CratonError("bad-manifest", { kind: "pod", count: 2, path: "$.a", why: "must be b" }, { errors });
    expect(failureLines(error)).toEqual([
      "the pod has 2 errors, the first at $.a: must be b",
      "  $.a: must be b",
      "  $.c: is required",
    ]);
    expect(failureLines(Object.assign(new Error("x"), { code: "ENOENT", path: "/f" }))).toEqual([
      "/f: no such file or directory",
    ]);
    expect(failureLines(new Error("odd"))).toEqual(["odd"]);
  });

  it("draws progress in one line of the terminal's width", () => {
    const line = { type: "progress", step: "download", what: "layer\u001b[2J 1", done: 512, total: 1024 } as const;
    expect(progressLine(line, 200)).toBe(`download [${"=".repeat(12)}${" ".repeat(12)}]  512 B of 1 KiB  layer 1`);
    expect(progressLine({ ...line, total: null }, 200)).toBe("download 512 B  layer 1");
    expect(progressLine(line, 30)).toHaveLength(29);
    const written: string[] = [];
    const plain = plainProgress((text) => written.push(text));
    for (const done of [1, 2, 3]) plain.show({ ...line, done });
    plain.show({ ...line, step: "unpack" });
    expect(written).toEqual(["download layer 1\n", "unpack layer 1\n"]);
  });

  it("lays a log and a stream together at their overlap", () => {
    const join = (log: string, stream: string) => joinAtOverlap(Buffer.from(log), Buffer.from(stream)).toString();
    expect(join("/ # ", "")).toBe("/ # ");
    expect(join("", "/ # ls")).toBe("/ # ls");
    expect(join("hello\n/ # ", "/ # ls")).toBe("hello\n/ # ls");
    expect(join("abc", "xyz")).toBe("abcxyz");
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.nat(20), fc.nat(20), (text, a, b) => {
        const [from, to] = [Math.min(a, b, text.length), Math.min(Math.max(a, b), text.length)];
        const joined = join(text.slice(0, to), text.slice(from));
        // What is in both may be longer by chance, never shorter; nothing of either end is lost.
        expect(joined.length).toBeLessThanOrEqual(Buffer.from(text).toString().length + (to - from));
        expect(joined.startsWith(text.slice(0, to))).toBe(true);
      }),
    );
  });

  it("prefixes lines once, joins partial ones, and keeps streams apart", async () => {
    const out: string[] = [];
    const err: string[] = [];
    const sink = (to: string[], isTTY: boolean) => ({
      write: (text: string) => to.push(text) > 0,
      once: () => {},
      isTTY,
    });
    const writer = new LogWriter({ stdout: sink(out, false), stderr: sink(err, true) }, "web: ");
    const line = { time: "", stream: "stdout", partial: false, text: "a\u001b[2J" } as const;
    await writer.write({ ...line, partial: true });
    await writer.write({ ...line, stream: "stderr" });
    await writer.write(line);
    expect([out.join(""), err.join("")]).toEqual(["web: a\u001b[2Ja\u001b[2J\n", "web: a\n"]);
  });
});

describe("moments", () => {
  const now = Date.parse("2026-11-24T10:00:00Z");

  it.each([
    ["2026-11-24T08:00:00Z", "2026-11-24T08:00:00.000Z"],
    ["2026-11-24T08:00:00.5+02:00", "2026-11-24T06:00:00.500Z"],
    ["10m", "2026-11-24T09:50:00.000Z"],
    ["1h30m", "2026-11-24T08:30:00.000Z"],
  ])("%s is understood", (text, wanted) => {
    expect(momentArgument("since", text, now)).toBe(wanted);
  });

  it.each(["", "yesterday", "5", "10x", "2026-13-01T00:00:00Z", "2026-11-24"])("%j is refused by name", (text) => {
    expect(() => momentArgument("since", text, now)).toThrow(/^--since: /);
  });
});
