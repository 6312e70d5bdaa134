/** What an app may and may not do, and that a process exec'd into it may do no more. */
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type App, type Bench, collect, ended, logLines, openBench } from "../../agent/host/contract/bench.ts";
import type { AppSpec } from "../../agent/host/host.ts";
import { openLinux, shell, type TestHost } from "../support/linux-host.ts";

const status = "grep -E '^(Uid|Gid|Groups|Cap|NoNewPrivs|Seccomp)' /proc/self/status; cat /proc/self/cgroup";

/** The minor number of a miscellaneous device of this kernel that opens without any right. */
function openDevice(): string {
  const lines = readFileSync("/proc/misc", "utf8").split("\n");
  const found = lines.find((line) => /\b(fuse|kvm|loop-control|vhost-net)$/.test(line));
  if (!found) throw new Error("this kernel has none of the devices that the test opens");
  return found.trim().split(" ")[0] ?? "";
}

describe.each(["crun", "runc"] as const)("confinement with %s", (runtime) => {
  let test: TestHost;
  let bench: Bench;
  let outside: string;
  beforeAll(async () => {
    test = await openLinux(runtime);
    bench = openBench(test);
    outside = mkdtempSync(join(tmpdir(), "craton-volume-"));
  });
  afterAll(async () => {
    await bench.close();
    rmSync(outside, { recursive: true });
  });

  /** What a script writes when it is an app's only command. */
  const says = async (script: string, change: Partial<AppSpec> = {}, pod = bench.pod()) => {
    const app = await bench.app(await pod, shell(`{ ${script}; } 2>&1`), change);
    await ended(bench.host, app.shim);
    const lines = logLines(app.spec.log).map((line) => line.replace(/^stdout /, ""));
    await bench.host.removeApp(app.spec);
    return lines;
  };
  const execSays = async (app: App, script: string) => {
    const session = await bench.host.exec({
      ...{ app: app.spec, args: shell(script), env: ["PATH=/bin"], cwd: "/", tty: null },
    });
    return (await collect(session)).out.trim().split("\n");
  };

  it.each<[string, Partial<AppSpec> & { capabilities: string[] }]>([
    ["root", { uid: 0, gid: 0, supplementaryGIDs: [], capabilities: ["CAP_CHOWN", "CAP_KILL"] }],
    ["a user", { uid: 1000, gid: 100, supplementaryGIDs: [7, 8], capabilities: ["CAP_CHOWN", "CAP_KILL"] }],
    ["nobody's rights", { uid: 0, gid: 0, supplementaryGIDs: [], capabilities: [], noNewPrivileges: true }],
    ["new privileges allowed", { uid: 5, gid: 5, capabilities: ["CAP_SETUID"], noNewPrivileges: false }],
  ])("gives an exec'd process exactly the app's rights: %s", async (_, change) => {
    const own = await says(status, change);
    const app = await bench.app(await bench.pod(), bench.commands.idle, change);
    expect(await execSays(app, status)).toEqual(own);
    const field = (name: string) =>
      own
        .find((line) => line.startsWith(name))
        ?.split(/\s+/)
        .slice(1);
    const root = change.uid === 0;
    const bounding = change.capabilities.map((name) => ({ CAP_CHOWN: 1, CAP_KILL: 32, CAP_SETUID: 128 })[name] ?? 0);
    const mask = bounding
      .reduce((sum, bit) => sum + bit, 0)
      .toString(16)
      .padStart(16, "0");
    const none = "0".padStart(16, "0");
    expect(field("CapBnd")).toEqual([mask]);
    expect(field("CapEff")).toEqual([root ? mask : none]);
    expect(field("CapPrm")).toEqual([root ? mask : none]);
    expect(field("CapInh")).toEqual([none]);
    expect(field("CapAmb")).toEqual([none]);
    expect(field("Uid")?.[0]).toBe(String(change.uid));
    expect(field("NoNewPrivs")).toEqual([change.noNewPrivileges === false ? "0" : "1"]);
    expect(field("Seccomp:")).toEqual([existsSync("/usr/share/containers/seccomp.json") ? "2" : "0"]);
  });

  it.runIf(existsSync("/usr/share/containers/seccomp.json"))(
    "filters system calls of each app, also with a filter compiled before",
    async () => {
      const script = "unshare -U true && echo made a user namespace";
      for (const _ of [1, 2]) {
        expect((await says(script)).join()).toMatch(/not permitted|Function not implemented/);
        const app = await bench.app(await bench.pod(), bench.commands.idle);
        expect((await execSays(app, script)).join()).toBe("");
      }
    },
  );

  it("puts an exec'd process into the app's cgroup", async () => {
    const app = await bench.app(await bench.pod(), bench.commands.idle);
    const session = await bench.host.exec({
      ...{ app: app.spec, args: ["/bin/cat"], env: [], cwd: "/", tty: null },
    });
    const heard = new Promise((done) => session.onData(done));
    session.write(Buffer.from("x"));
    await heard;
    expect((await bench.host.appUsage(app.spec))?.pids).toBe(2);
    session.close();
  });

  it("tells which capability it cannot give, and starts the app without it", async () => {
    const spec = bench.appSpec(await bench.pod(), bench.commands.idle, {
      capabilities: ["CAP_SYS_RESOURCE", "CAP_KILL"],
    });
    const { notes } = await bench.host.createApp(spec);
    const lacks = (await bench.host.facts()).notes.some(({ what }) => what.includes("CAP_SYS_RESOURCE"));
    expect(notes).toEqual(lacks ? [expect.stringContaining("CAP_SYS_RESOURCE")] : []);
  });

  it("hides the host's devices and kernel files", async () => {
    const lines = await says(
      [
        // A device that opens for everybody who reaches it: the node can be made, but not opened.
        `mknod /tmp/device c 10 ${openDevice()} && echo node; true < /tmp/device && echo opened a device`,
        "head -c1 /proc/timer_list | wc -c",
        "echo 1 > /proc/sys/kernel/panic && echo wrote a sysctl",
        "echo b > /proc/sysrq-trigger && echo pulled the lever",
        "mkdir /sys/fs/cgroup/memory/x && echo made a cgroup",
        "mount -t tmpfs x /tmp && echo mounted",
        "for device in null zero full random urandom tty; do test -c /dev/$device || echo no $device; done",
        "test -d /dev/shm && test -d /dev/mqueue && test -e /dev/ptmx && echo devices",
      ].join("; "),
      { capabilities: ["CAP_MKNOD", "CAP_DAC_OVERRIDE", "CAP_CHOWN"] },
    );
    expect(lines.filter((line) => /^(opened|wrote|pulled|made|mounted|no )/.test(line))).toEqual([]);
    expect(lines).toContain("node");
    expect(lines).toContain("0");
    expect(lines).toContain("devices");
  });

  it("limits memory, and tells that the kernel ended the app for it", async () => {
    const app = await bench.app(await bench.pod(), shell("exec dd if=/dev/zero of=/dev/null bs=100M count=1"), {
      limits: { cpu: 0.5, memory: 32 * 2 ** 20 },
    });
    await ended(bench.host, app.shim);
    expect(await bench.host.exitOf(app.spec)).toMatchObject({ code: 137, oom: true });
  });

  it("blames the pod's limit on the app that broke it alone", async () => {
    const pod = await bench.pod({ limits: { cpu: null, memory: 48 * 2 ** 20 } });
    const calm = await bench.app(pod, bench.commands.idle, { id: `${pod.spec.uuid}.calm` });
    const greedy = await bench.app(pod, shell("exec dd if=/dev/zero of=/dev/null bs=100M count=1"), {
      id: `${pod.spec.uuid}.greedy`,
    });
    await ended(bench.host, greedy.shim);
    expect(await bench.host.exitOf(greedy.spec)).toMatchObject({ code: 137, oom: true });
    await bench.host.signalApp(calm.spec.id, "SIGKILL");
    await ended(bench.host, calm.shim);
    expect(await bench.host.exitOf(calm.spec)).toMatchObject({ code: 137, oom: false });
  });

  it("mounts volumes read-only with all that is mounted below them, and never touches what is in them", async () => {
    const { keeper } = test.keeper;
    const source = join(outside, "data");
    mkdirSync(join(source, "below"), { recursive: true });
    writeFileSync(join(source, "file"), "kept");
    await keeper.mounts([{ op: "mount", source: "x", target: join(source, "below"), fstype: "tmpfs" }]);
    const mount = (name: string, readOnly: boolean, recursive: boolean) => ({
      ...{ source, destination: `/${name}`, readOnly, recursive },
    });
    const pod = await bench.pod();
    const app = await bench.app(pod, bench.commands.idle, {
      readOnlyRoot: true,
      mounts: [
        mount("ro", true, true),
        mount("rw", false, true),
        mount("flat", true, false),
        { ...mount("single", true, false), source: join(source, "file") },
      ],
    });
    const tries = ["/ro/x", "/ro/below/x", "/rw/x", "/rw/below/x", "/flat/x", "/flat/below/x", "/single", "/x"];
    const script = `for f in ${tries.join(" ")}; do touch $f 2> /dev/null && echo $f; done; cat /single`;
    expect(await execSays(app, script)).toEqual(["/rw/x", "/rw/below/x", "kept"]);
    await bench.host.removeApp(app.spec);
    await bench.host.removeTree(app.spec.dir);
    expect(readFileSync(join(source, "file"), "utf8")).toBe("kept");
    expect(existsSync(join(source, "x"))).toBe(true);
    await keeper.mounts([{ op: "umount", target: join(source, "below") }]);
  });

  it("refuses a volume whose source turned into a link, and leaves nothing", async () => {
    symlinkSync("/etc", join(outside, "link"));
    const source = join(outside, "link");
    const spec = bench.appSpec(await bench.pod(), bench.commands.idle, {
      mounts: [{ source, destination: "/v", readOnly: false, recursive: true }],
    });
    await expect(bench.host.createApp(spec)).rejects.toMatchObject({ code: "host-failed", facts: { errno: "ELOOP" } });
    expect((await bench.host.leftovers()).apps).not.toContain(spec.id);
  });

  it("removes what an app nested deeper than a path can be long", async () => {
    const nest = `n=${"d".repeat(200)}; i=0; while [ $i -lt 60 ]; do mkdir $n && cd -P $n || exit 1; i=$((i+1)); done`;
    const app = await bench.app(await bench.pod(), shell(`mkdir -p /tmp && cd /tmp && ${nest}; echo done`));
    await ended(bench.host, app.shim);
    expect(logLines(app.spec.log)).toEqual(["stdout done"]);
    await bench.host.removeApp(app.spec);
    // As in an empty volume, which is in the pod's folder.
    execFileSync("/bin/sh", ["-c", nest], { cwd: app.spec.dir });
    await bench.host.removeTree(app.spec.dir);
    expect(existsSync(app.spec.dir)).toBe(false);
  });

  it("removes no tree that a volume is still mounted in", async () => {
    const source = join(outside, "precious");
    mkdirSync(source);
    writeFileSync(join(source, "file"), "kept");
    const app = await bench.app(await bench.pod(), bench.commands.idle, {
      mounts: [{ source, destination: "/v", readOnly: false, recursive: true }],
    });
    await bench.host.removeTree(app.spec.dir);
    expect(readFileSync(join(source, "file"), "utf8")).toBe("kept");
  });

  it("shares the pod's namespaces between its apps, and nothing of the file system", async () => {
    const pod = await bench.pod({ net: "default", hostname: "web-1" });
    const names = "hostname; readlink /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts /proc/self/ns/pid";
    const [one, two] = await Promise.all(
      ["one", "two"].map((name) => bench.app(pod, bench.commands.idle, { id: `${pod.spec.uuid}.${name}` })),
    );
    if (!one || !two) throw new Error("two apps were asked for");
    const ofOne = await execSays(one, names);
    expect(ofOne[0]).toBe("web-1");
    expect(await execSays(two, names)).toEqual(ofOne);
    await execSays(one, "echo secret > /tmp/secret");
    expect(await execSays(two, "ls /tmp")).toEqual([""]);
    expect((await execSays(two, "ps")).filter((line) => line.includes("sleep 100000"))).toHaveLength(2);
    expect((await execSays(two, "cat /etc/hosts")).at(-1)).toBe(`${pod.sandbox.networks[0]?.ip}\tweb-1`);
    expect(await execSays(two, "cat /etc/hostname")).toEqual(["web-1"]);
    expect((await execSays(two, "cat /etc/resolv.conf")).join("\n")).not.toMatch(/nameserver\s+127\./);
  });

  it("lets a volume stand in the place of its own /etc files", async () => {
    const source = join(outside, "etc");
    mkdirSync(source);
    writeFileSync(join(source, "hosts"), "mine\n");
    const mounts = [{ source, destination: "/etc", readOnly: true, recursive: true }];
    expect(await says("cat /etc/hosts; ls /etc", { mounts })).toEqual(["mine", "hosts"]);
  });

  it("keeps the owner and mode of the image's root folder", async () => {
    const [mode] = await says("stat -c %a /");
    expect(mode).toBe((statSync(bench.lower[0] ?? "").mode & 0o7777).toString(8));
  });
});
