import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkHostPath, hostPathVerdict, type Mount, parseMounts } from "./host-path.ts";

const state = "/var/lib/craton";
const root: Mount = { device: "254:0", root: "/", at: "/" };
const verdict = (source: string, policy: string[] | null = null, mounts: Mount[] = [root]) =>
  hostPathVerdict(source, { state, policy, mounts });

describe("hostPathVerdict", () => {
  it.each(["/srv", "/srv/data", "/home/ada", "/var/lib/other", "/var/lib/cratonx", "/tmp"])("allows %s", (path) => {
    expect(verdict(path)).toBeNull();
  });

  it.each(["/var/lib/craton", "/var/lib/craton/agent/pods", "/var/lib", "/var", "/"])(
    "never shows the state folder through %s",
    (path) => {
      expect(verdict(path)).toContain("state folder");
      expect(verdict(path, ["/", path])).toContain("state folder");
    },
  );

  it.each(["/proc", "/proc/1", "/sys/fs/cgroup", "/dev", "/run/docker.sock", "/boot"])("never mounts %s", (path) => {
    expect(verdict(path)).toContain("never");
    expect(verdict(path, [path])).toContain("never");
  });

  it("takes the system's own folders only when they are listed themselves", () => {
    expect(verdict("/etc/ssl")).toContain("policy.json");
    expect(verdict("/etc/ssl", ["/"])).toContain("policy.json");
    expect(verdict("/etc/ssl/certs", ["/etc/ssl"])).toBeNull();
    expect(verdict("/etc/passwd", ["/etc/ssl"])).toContain("policy.json");
    expect(verdict("/root", ["/root/"])).toContain("listed itself");
    expect(verdict("/root", ["/root"])).toBeNull();
  });

  it("allows only what a list names, by whole names", () => {
    expect(verdict("/srv/data/x", ["/srv/data"])).toBeNull();
    expect(verdict("/srv/data/x", ["/srv/data/"])).toBeNull();
    expect(verdict("/srv/database", ["/srv/data"])).toContain("does not list");
    expect(verdict("/srv", ["/srv/data"])).toContain("does not list");
    expect(verdict("/srv", [])).toContain("does not list");
  });

  it("finds the state folder behind other mounts of its file system", () => {
    const alias: Mount = { device: "254:0", root: "/var/lib", at: "/mnt/alias" };
    expect(verdict("/mnt/alias/craton/agent", null, [root, alias])).toContain("state folder");
    expect(verdict("/mnt/alias/dpkg", null, [root, alias])).toBeNull();
    expect(verdict("/mnt", null, [root, alias])).toContain("state folder");
    const inner: Mount = { device: "254:0", root: "/var/lib/craton/agent", at: "/srv/deep/view" };
    expect(verdict("/srv", null, [root, inner])).toContain("state folder");
    expect(verdict("/srv/other", null, [root, inner])).toBeNull();
    const own: Mount = { device: "7:0", root: "/", at: "/var/lib/craton" };
    expect(verdict("/mnt/disk", null, [root, own, { device: "7:0", root: "/", at: "/mnt/disk" }])).toContain("state");
    expect(verdict("/mnt/disk", null, [root, own, { device: "7:1", root: "/", at: "/mnt/disk" }])).toBeNull();
  });

  it("reads mountinfo, with its octal escapes", () => {
    const line = "36 35 98:0 /a\\040b /mnt/x\\011y rw,noatime master:1 - ext3 /dev/root rw\n";
    expect(parseMounts(line)).toEqual([{ device: "98:0", root: "/a b", at: "/mnt/x\ty" }]);
    expect(parseMounts("broken\n\n")).toEqual([]);
  });
});

describe("checkHostPath", () => {
  let folder: string;
  let own: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "craton-path-")));
    own = join(folder, "state");
    mkdirSync(join(own, "agent"), { recursive: true });
    mkdirSync(join(folder, "data"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const why = (source: string) =>
    checkHostPath("v", source, own).then(
      () => null,
      (error) => {
        expect(error.code).toBe("volume-source");
        expect(error.facts).toMatchObject({ volume: "v", source });
        return String(error.facts.why);
      },
    );

  it("follows links before it judges", async () => {
    symlinkSync(join(own, "agent"), join(folder, "data/link"));
    expect(await why(join(folder, "data/link"))).toContain("state folder");
    expect(await why(join(folder, "data"))).toBeNull();
    expect(await why(join(folder, "none"))).toContain("does not exist");
    symlinkSync(own, join(folder, "state-link"));
    await expect(checkHostPath("v", join(own, "agent"), join(folder, "state-link"))).rejects.toThrow("state folder");
  });

  it("allows nothing with a policy that it cannot understand", async () => {
    writeFileSync(join(own, "agent/policy.json"), '{"hostPaths": "/srv"}');
    expect(await why(join(folder, "data"))).toContain("cannot be understood");
    writeFileSync(join(own, "agent/policy.json"), JSON.stringify({ hostPaths: [join(folder, "data")] }));
    expect(await why(join(folder, "data"))).toBeNull();
  });
});
