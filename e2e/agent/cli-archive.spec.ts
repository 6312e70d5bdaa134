/** `craton build`, `cat-manifest` and `patch-manifest` on files, without an agent. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { pax, tarOf } from "../../agent/image/unpack/tar.fixture.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

const top = fs.mkdtempSync(path.join(os.tmpdir(), "craton-archive-"));
const manifest = {
  acKind: "ImageManifest",
  acVersion: "0.8.11",
  name: "example.com/x",
  app: { exec: ["/bin/x"], user: "0", group: "0", mountPoints: [{ name: "data", path: "/data" }] },
  future: { kept: true },
};
let craton: Craton;
let folder: string;
let layout: string;
let count = 0;
const at = (name: string) => path.join(folder, name);
const sum = (file: string) => createHash("sha512").update(fs.readFileSync(file)).digest("hex");
const list = (...words: string[]) => execFileSync("tar", words, { encoding: "utf8" });

beforeAll(async () => {
  craton = cratonOn(await cratonCommand(), path.join(top, "state"));
});
afterAll(() => fs.rmSync(top, { recursive: true, force: true }));
beforeEach(() => {
  folder = path.join(top, String(++count));
  layout = at("layout");
  fs.mkdirSync(path.join(layout, "rootfs/bin"), { recursive: true });
  fs.writeFileSync(path.join(layout, "manifest"), JSON.stringify(manifest));
  const file = path.join(layout, "rootfs/bin/x");
  fs.writeFileSync(file, "#!\n", { mode: 0o755 });
  fs.chownSync(file, 7, 8);
  fs.chmodSync(file, 0o4755);
  fs.linkSync(file, path.join(layout, "rootfs/bin/y"));
  fs.symlinkSync("/nowhere", path.join(layout, "rootfs/s"));
  for (const name of ["rootfs/bin/x", "rootfs", "rootfs/bin", "manifest"])
    fs.utimesSync(path.join(layout, name), 1_600_000_000, 1_600_000_000);
});
const setXattr = (file: string, name: string, value: string) =>
  execFileSync("python3", [
    "-c",
    "import os,sys;os.setxattr(sys.argv[1],sys.argv[2],sys.argv[3].encode())",
    file,
    name,
    value,
  ]);

describe("craton build", () => {
  it("B4 keeps times, modes, owners, hard links and extended attributes, with the manifest last", async () => {
    setXattr(path.join(layout, "rootfs/bin/x"), "user.note", "kept");
    setXattr(path.join(layout, "rootfs/bin"), "user.folder", "too");
    expect(await craton("build", layout, at("x.aci"))).toEqual({ status: 0, stdout: "", stderr: "" });
    const out = at("out");
    fs.mkdirSync(out);
    list("--xattrs", "--xattrs-include=user.*", "-C", out, "-xpzf", at("x.aci"));
    const stat = fs.statSync(path.join(out, "rootfs/bin/x"));
    expect([stat.mode & 0o7777, stat.uid, stat.gid, stat.mtimeMs, stat.nlink]).toEqual([0o4755, 7, 8, 1.6e12, 2]);
    expect(fs.readlinkSync(path.join(out, "rootfs/s"))).toBe("/nowhere");
    const read = "import os,sys;print(os.getxattr(sys.argv[1],sys.argv[2]).decode(),end='')";
    const xattr = (name: string, attribute: string) =>
      execFileSync("python3", ["-c", read, path.join(out, "rootfs", name), attribute], { encoding: "utf8" });
    expect([xattr("bin/x", "user.note"), xattr("bin", "user.folder")]).toEqual(["kept", "too"]);
    expect(list("-tzf", at("x.aci")).trim().split("\n").at(-1)).toBe("manifest");
  });

  it("B1 B5 B9 writes gzip, xz or no compression: one image ID", async () => {
    expect((await craton("build", layout, at("gzip.aci"))).status).toBe(0);
    expect((await craton("build", "--compression=xz", layout, at("xz.aci"))).status).toBe(0);
    expect((await craton("build", "--no-compression", layout, at("plain.aci"))).status).toBe(0);
    const plain = fs.readFileSync(at("plain.aci"));
    expect(gunzipSync(fs.readFileSync(at("gzip.aci"))).equals(plain)).toBe(true);
    expect(execFileSync("xz", ["--decompress", "--stdout", "--format=xz", at("xz.aci")]).equals(plain)).toBe(true);
    expect((await craton("validate", at("gzip.aci"), at("xz.aci"), at("plain.aci"))).status).toBe(0);
    expect((await craton("build", "--compression=bzip2", layout, at("b.aci"))).stderr).toContain("gzip, xz or none");
    expect((await craton("build", layout, at("x.tar"))).stderr).toContain("must end in .aci");
  });

  it("B15 is the same bytes for the same folder, and SOURCE_DATE_EPOCH bounds its times", async () => {
    await craton("build", layout, at("1.aci"));
    await craton("build", layout, at("2.aci"));
    expect(sum(at("1.aci"))).toBe(sum(at("2.aci")));
    fs.utimesSync(path.join(layout, "rootfs/bin/x"), 1_700_000_000, 1_700_000_000);
    const bounded = cratonOn(await cratonCommand(), path.join(top, "state"), { SOURCE_DATE_EPOCH: "1600000001" });
    expect((await bounded("build", layout, at("3.aci"))).status).toBe(0);
    const times = list("--utc", "--full-time", "-tvzf", at("3.aci"));
    expect(times).toContain("2020-09-13 12:26:41");
    expect(times).not.toContain("2023");
    expect((await bounded("build", "--owner-root", layout, at("4.aci"))).status).toBe(0);
    expect(list("--numeric-owner", "-tvzf", at("4.aci"))).not.toContain("7/8");
  });

  it("takes names of any bytes, and says what it cannot pack", async () => {
    const odd = Buffer.concat([Buffer.from(path.join(layout, "rootfs/")), Buffer.from([0xff, 0xfe])]);
    fs.writeFileSync(odd, "odd");
    expect(await craton("build", layout, at("odd.aci"))).toMatchObject({ status: 0, stderr: "" });
    expect(list("--quoting-style=escape", "-tzf", at("odd.aci"))).toContain("rootfs/\\377\\376\n");
    execFileSync("mknod", [path.join(layout, "rootfs/null"), "c", "1", "3"]);
    expect(await craton("build", layout, at("device.aci"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("an image holds no devices"),
    });
    expect(fs.readdirSync(folder).sort()).toEqual(["layout", "odd.aci"]);
  });
});

describe("craton cat-manifest", () => {
  it("prints the bytes, or indented, and status 1 for what is no image", async () => {
    await craton("build", layout, at("x.aci"));
    const { status, stdout, stderr } = await craton("cat-manifest", at("x.aci"));
    expect([status, stderr, JSON.parse(stdout)]).toEqual([0, "", manifest]);
    expect(stdout).toBe(`${JSON.stringify(manifest)}\n`);
    expect((await craton("cat-manifest", "--pretty-print", at("x.aci"))).stdout).toBe(
      `${JSON.stringify(manifest, null, 2)}\n`,
    );
    fs.truncateSync(at("x.aci"), 100);
    expect(await craton("cat-manifest", at("x.aci"))).toMatchObject({ status: 1, stdout: "" });
    expect(await craton("cat-manifest", "/nowhere")).toEqual({
      status: 1,
      stdout: "",
      stderr: "craton: /nowhere: no such file or directory\n",
    });
  });

  it("B6 says of an encrypted image that it is one, as validate and patch-manifest do", async () => {
    fs.writeFileSync(at("passphrase"), "sesame\n");
    expect((await craton("build", `--passphrase-file=${at("passphrase")}`, layout, at("x.aci"))).status).toBe(0);
    for (const words of [["cat-manifest"], ["validate"], ["patch-manifest", "--replace", "--name=a"]])
      expect(await craton(...words, at("x.aci")), words[0]).toMatchObject({
        status: 1,
        stdout: "",
        stderr: expect.stringContaining("it is encrypted"),
      });
  });

  it("gives a terminal no control characters", async () => {
    const evil = { ...manifest, annotations: [{ name: "a", value: "\u009b31m" }] };
    fs.writeFileSync(path.join(layout, "manifest"), JSON.stringify(evil));
    await craton("build", layout, at("x.aci"));
    const { stdout } = await craton.terminal(500, 24, "cat-manifest", at("x.aci")).result;
    expect(stdout).toContain('"\\u009b31m"');
    expect(stdout).not.toContain("\u009b");
  });
});

describe("craton patch-manifest", () => {
  const patch = async (...words: string[]) => {
    const result = await craton("patch-manifest", "--overwrite", ...words, at("x.aci"), at("out.aci"));
    expect(result).toEqual({ status: 0, stdout: "", stderr: "" });
    return JSON.parse((await craton("cat-manifest", at("out.aci"))).stdout);
  };
  beforeEach(async () => {
    await craton("build", "--no-compression", layout, at("x.aci"));
  });

  it("changes what it is told, keeps the rest and every byte of the files", async () => {
    const changed = await patch(
      "--name=example.com/z",
      "--exec=/bin/y  a",
      "--user=7",
      "--group=8",
      "--no-compression",
    );
    expect(changed).toEqual({
      ...manifest,
      name: "example.com/z",
      app: { ...manifest.app, exec: ["/bin/y", "", "a"], user: "7", group: "8" },
    });
    const [before, after] = [fs.readFileSync(at("x.aci")), fs.readFileSync(at("out.aci"))];
    const files = before.indexOf("manifest\0");
    expect(after.subarray(0, files).equals(before.subarray(0, files))).toBe(true);
    expect((await craton("validate", at("out.aci"))).status).toBe(0);
    await craton(
      "patch-manifest",
      "--name=example.com/x",
      "--exec=/bin/x",
      "--user=0",
      "--group=0",
      "--no-compression",
      at("out.aci"),
      at("back.aci"),
    );
    expect(sum(at("back.aci"))).toBe(sum(at("x.aci")));
  });

  it("C5.3 C5.7 C5.8 C5.9 reads groups, capabilities, mounts, ports, isolators and seccomp in actool's notation", async () => {
    const { app } = await patch(
      ...["--supplementary-groups=1,2", "--mounts=data,path=/d,readOnly=true:log,path=/l"],
      "--ports=http,protocol=tcp,port=80:dns,protocol=udp,port=53,count=2,socketActivated=true",
      "--isolators=resource/cpu,request=50m,limit=100m:os/linux/no-new-privileges,true:os/linux/oom-score-adj,-5",
      ...["--capability=CAP_CHOWN,net_admin", "--seccomp-mode=retain,errno=EPERM", "--seccomp-set=read,write"],
    );
    expect(app).toMatchObject({
      supplementaryGIDs: [1, 2],
      mountPoints: [
        { name: "data", path: "/d", readOnly: true },
        { name: "log", path: "/l", readOnly: false },
      ],
      ports: [
        { name: "http", protocol: "tcp", port: 80, count: 1, socketActivated: false },
        { name: "dns", protocol: "udp", port: 53, count: 2, socketActivated: true },
      ],
      isolators: [
        { name: "resource/cpu", value: { request: "50m", limit: "100m" } },
        { name: "os/linux/no-new-privileges", value: true },
        { name: "os/linux/oom-score-adj", value: -5 },
        { name: "os/linux/capabilities-retain-set", value: { set: ["CAP_CHOWN", "CAP_NET_ADMIN"] } },
        { name: "os/linux/seccomp-retain-set", value: { set: ["read", "write"], errno: "EPERM" } },
      ],
    });
    fs.renameSync(at("out.aci"), at("x.aci"));
    const { app: again } = await patch("--revoke-capability=CAP_KILL");
    const names = again.isolators.map(({ name }: { name: string }) => name);
    expect(names.filter((name: string) => name.includes("capabilities"))).toEqual(["os/linux/capabilities-remove-set"]);
  });

  it("takes a whole manifest, replaces in place, and keeps extended headers of other entries", async () => {
    const long = `rootfs/${"n".repeat(90)}/${"m".repeat(90)}`;
    const tar = tarOf(
      { name: "rootfs/", type: "5", mode: 0o755 },
      pax({ uid: "5" }, "g"),
      pax({ path: "./manifest", mtime: "1" }),
      { name: "short", body: JSON.stringify(manifest) },
      pax({ path: long, "SCHILY.xattr.user.a": "1" }),
      { name: "x", body: "long" },
    );
    fs.writeFileSync(at("x.aci"), tar);
    fs.writeFileSync(at("m.json"), JSON.stringify({ ...manifest, name: "example.com/new" }));
    expect(await craton("patch-manifest", "--replace", `--manifest=${at("m.json")}`, at("x.aci"))).toMatchObject({
      status: 0,
    });
    expect(JSON.parse((await craton("cat-manifest", at("x.aci"))).stdout).name).toBe("example.com/new");
    expect(list("-tzf", at("x.aci")).trim().split("\n")).toEqual(["rootfs/", "manifest", long]);
    expect(gunzipSync(fs.readFileSync(at("x.aci"))).includes("SCHILY.xattr.user.a=1")).toBe(true);
  });

  it("leaves nothing behind when the result would not be valid, or the options do not fit", async () => {
    const refused = async (why: string, status: number, ...words: string[]) => {
      const { status: got, stderr } = await craton("patch-manifest", ...words, at("x.aci"), at("out.aci"));
      expect([got, stderr], words.join(" ")).toEqual([status, expect.stringContaining(why)]);
      expect(fs.existsSync(at("out.aci"))).toBe(false);
    };
    await refused("$.name", 1, "--name=A");
    await refused("$.app.mountPoints[0].path", 1, "--mounts=data");
    await refused("exclude each other", 254, "--capability=CAP_KILL", "--revoke-capability=CAP_KILL");
    await refused("exclude each other", 254, "--manifest=/dev/null", "--ports=a,protocol=tcp,port=1");
    await refused("need each other", 254, "--seccomp-mode=retain");
    await refused("takes path, readOnly, not size", 254, "--mounts=data,path=/x,size=1");
    await refused("is no number", 254, "--ports=a,protocol=tcp,port=http");
    await refused("no such file", 1, "--manifest=/nowhere");
    expect((await craton("patch-manifest", "--name=a", at("x.aci"))).status).toBe(254);
    fs.writeFileSync(at("out.aci"), "mine");
    expect((await craton("patch-manifest", "--name=a", at("x.aci"), at("out.aci"))).stderr).toContain("--overwrite");
    expect(fs.readFileSync(at("out.aci"), "utf8")).toBe("mine");
    fs.rmSync(at("out.aci"));
    fs.writeFileSync(path.join(layout, "manifest"), JSON.stringify({ ...manifest, app: undefined }));
    await craton("build", "--overwrite", layout, at("x.aci"));
    await refused("no app to change", 254, "--user=1");
    expect((await patch("--exec=/bin/x")).app).toEqual({ exec: ["/bin/x"], user: "0", group: "0" });
  });
});
