import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkHostPath, hostPathVerdict } from "./host-path.ts";
import { type Mount, parseMounts } from "./shown-by.ts";

const state = "/var/lib/craton";
const root: Mount = { device: "254:0", root: "/", at: "/" };
const verdict = (source: string, hostPaths: string[] = [], mounts: Mount[] = [root], defaults = true) =>
  hostPathVerdict(source, { state, policy: { hostPaths, defaults }, mounts });

describe("hostPathVerdict", () => {
  it.each(["/srv", "/srv/data", "/home/ada", "/opt/shop", "/var/lib/other", "/var/lib/cratonx", "/var/log", "/tmp"])(
    "allows %s, a place for data",
    (path) => {
      expect(verdict(path)).toBeNull();
      expect(verdict(path, ["/elsewhere"])).toBeNull();
      expect(verdict(path, ["/elsewhere"], [root], false)).toContain("in none of the places");
    },
  );

  it.each(["/scratch", "/nix/store", "/snap", "/var/games", "/srvx", "/lost+found", "/initrd.img"])(
    "refuses %s, which nobody has listed, and says where to list it",
    (path) => {
      expect(verdict(path)).toContain('"hostPaths" in /var/lib/craton/agent/policy.json');
      expect(verdict(path, [path])).toBeNull();
    },
  );

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

  it.each(["/etc/ssl", "/root", "/usr/bin", "/lib64", "/var/cache/x", "/var/lib/kubelet/pods", "/var/lib/docker"])(
    "takes %s, the system's own, only when it is listed itself",
    (path) => {
      expect(verdict(path)).toContain("belongs to the system");
      expect(verdict(path, ["/", "/var", "/var/lib"])).toContain("policy.json");
      expect(verdict(`${path}/deeper`, [`${path}/`])).toBeNull();
    },
  );

  it("takes a listed part of the system's own, and not what stands beside it", () => {
    expect(verdict("/etc/ssl/certs", ["/etc/ssl"])).toBeNull();
    expect(verdict("/etc/passwd", ["/etc/ssl"])).toContain("/etc belongs to the system");
    expect(verdict("/etc", ["/etc/ssl"])).toContain("/etc belongs to the system");
  });

  it("allows what a list names, by whole names", () => {
    const only = (path: string, listed: string[]) => verdict(path, listed, [root], false);
    expect(only("/srv/data/x", ["/srv/data"])).toBeNull();
    expect(only("/srv/data/x", ["/srv/data/"])).toBeNull();
    expect(only("/srv/database", ["/srv/data"])).toContain("in none");
    expect(only("/srv", ["/srv/data"])).toContain("in none");
    expect(only("/srv", [])).toContain("in none");
  });

  it("allows nothing but what lies in a place or in the list, whatever the path", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}$/);
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => `/${names.join("/")}`);
    fc.assert(
      fc.property(path, fc.array(path, { maxLength: 3 }), (source, listed) => {
        const allowed = verdict(source, listed, [root], false) === null;
        if (allowed) expect(listed.some((one) => source === one || source.startsWith(`${one}/`))).toBe(true);
      }),
    );
  });

  it("finds the state folder behind other mounts of its file system", () => {
    const alias: Mount = { device: "254:0", root: "/var/lib", at: "/mnt/alias" };
    expect(verdict("/mnt/alias/craton/agent", [], [root, alias])).toContain("state folder");
    expect(verdict("/mnt/alias/dpkg", [], [root, alias])).toBeNull();
    expect(verdict("/mnt", [], [root, alias])).toContain("state folder");
    const inner: Mount = { device: "254:0", root: "/var/lib/craton/agent", at: "/srv/deep/view" };
    expect(verdict("/srv", [], [root, inner])).toContain("state folder");
    expect(verdict("/srv/other", [], [root, inner])).toBeNull();
    const own: Mount = { device: "7:0", root: "/", at: "/var/lib/craton" };
    expect(verdict("/mnt/disk", [], [root, own, { device: "7:0", root: "/", at: "/mnt/disk" }])).toContain("state");
    expect(verdict("/mnt/disk", [], [root, own, { device: "7:1", root: "/", at: "/mnt/disk" }])).toBeNull();
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
    symlinkSync("/etc", join(folder, "data/etc"));
    expect(await why(join(folder, "data/etc/ssl"))).toContain("belongs to the system");
    symlinkSync(own, join(folder, "state-link"));
    await expect(checkHostPath("v", join(own, "agent"), join(folder, "state-link"))).rejects.toThrow("state folder");
  });

  it("allows nothing with a policy that it cannot understand", async () => {
    writeFileSync(join(own, "agent/policy.json"), '{"hostPaths": "/srv"}');
    expect(await why(join(folder, "data"))).toContain("cannot be understood");
    const write = (policy: object) => writeFileSync(join(own, "agent/policy.json"), JSON.stringify(policy));
    write({ hostPaths: ["/elsewhere"], defaults: false });
    expect(await why(join(folder, "data"))).toContain(`in ${own}/agent/policy.json`);
    write({ hostPaths: [join(folder, "data")], defaults: false });
    expect(await why(join(folder, "data"))).toBeNull();
    write({});
    expect(await why(join(folder, "data"))).toBeNull();
  });
});
