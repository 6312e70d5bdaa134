/** What needs no agent, and what an absent one looks like: validate, build, version, help, doctor. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureCertificates } from "../../bin/certs.mjs";
import { makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let command: string;
let craton: Craton;
let folder: string;

beforeAll(async () => {
  command = await cratonCommand();
});
const folders: string[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-cli-"));
  folders.push(folder);
  craton = cratonOn(command, path.join(folder, "state"));
});
afterAll(() => {
  for (const made of folders) fs.rmSync(made, { recursive: true, force: true });
});

const manifest = {
  acKind: "ImageManifest",
  acVersion: "0.8.11",
  name: "example.com/x",
  app: { exec: ["/x"], user: "0", group: "0" },
};
function layout(change: object = {}): string {
  const made = path.join(folder, "layout");
  fs.mkdirSync(path.join(made, "rootfs/bin"), { recursive: true });
  fs.writeFileSync(path.join(made, "rootfs/bin/x"), "#!\n", { mode: 0o755 });
  fs.writeFileSync(path.join(made, "manifest"), JSON.stringify({ ...manifest, ...change }));
  return made;
}

describe("craton validate", () => {
  it("is silent about what is valid, of every kind", async () => {
    const box = makeBox();
    folders.push(box.folder);
    const file = path.join(folder, "m.json");
    fs.writeFileSync(file, JSON.stringify(manifest));
    expect(await craton("validate", file, layout(), box.file)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect(
      (await craton("validate", "--debug", file, layout(), box.file)).stderr
        .trim()
        .split("\n")
        .map((line) => line.split(": ")[1]),
    ).toEqual(["valid manifest", "valid layout", "valid appimage"]);
  });

  it("lists every fault with its file and path, and goes on to the next file", async () => {
    const file = path.join(folder, "m.json");
    fs.writeFileSync(file, JSON.stringify({ ...manifest, name: "A", app: { user: "0" } }));
    const pod = path.join(folder, "pod.json");
    fs.writeFileSync(pod, JSON.stringify({ acKind: "PodManifest", acVersion: "1", apps: [] }));
    fs.writeFileSync(path.join(folder, "twice.json"), '{"acKind": "ImageManifest", "acKind": "ImageManifest"}');
    fs.mkdirSync(path.join(layout(), "more"));
    const { status, stderr } = await craton(
      "validate",
      file,
      pod,
      path.join(folder, "twice.json"),
      path.join(folder, "layout"),
      "/nowhere",
    );
    expect(status).toBe(1);
    for (const line of [
      "m.json: $.name: ",
      "m.json: $.app.group: is required",
      "pod.json: $.acVersion: ",
      "twice.json: $.acKind: ",
      "layout: more: a layout holds only manifest and rootfs",
      "/nowhere: no such file or directory",
    ]) {
      expect(stderr).toContain(line);
    }
  });

  it("A4 C10 tells line and column of a fault, and warns of another major version", async () => {
    const file = path.join(folder, "m.json");
    fs.writeFileSync(file, '{"acKind": "ImageManifest", "acVersion": "0.8.11",\n "name": "A--b"}');
    const found = await craton("validate", file);
    expect([found.status, found.stderr]).toEqual([1, expect.stringMatching(/: \$\.name: .* \(line 2, column 10\)\n$/)]);
    const faults = JSON.parse((await craton("validate", "--format=json", file)).stdout)[0].faults;
    expect(faults).toEqual([expect.objectContaining({ path: "$.name", line: 2, column: 10 })]);
    fs.writeFileSync(file, '{\n  "acKind" 1}');
    expect((await craton("validate", file)).stderr).toContain("at line 2, column 12");
    expect(await craton("validate", layout({ acVersion: "9.0.0" }))).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("layout: warning: acVersion 9.0.0 is newer than 0.8.11 by a major version"),
    });
  });

  it("refuses broken and hostile archives, as the agent would", async () => {
    const box = makeBox({}, ["-z"]);
    folders.push(box.folder);
    fs.truncateSync(box.file, 10_000);
    expect((await craton("validate", box.file)).status).toBe(1);
    const evil = path.join(folder, "evil.aci");
    execFileSync(
      "tar",
      ["-C", layout(), "-cf", evil, "--transform=s,rootfs/bin,rootfs/../../bin,", "manifest", "rootfs"],
      { stdio: "ignore" },
    );
    const { status, stderr } = await craton("validate", evil);
    expect(status).toBe(1);
    expect(stderr).toContain("evil.aci: ");
    const noRoot = path.join(folder, "no-root.aci");
    execFileSync("tar", ["-C", layout(), "-cf", noRoot, "manifest"]);
    expect((await craton("validate", noRoot)).stderr).toContain("the archive has no folder rootfs");
  });

  it("takes a type by option, and wants files", async () => {
    expect((await craton("validate", "--type=layout", path.join(layout(), "manifest"))).status).toBe(1);
    expect((await craton("validate", "--type=odd", "x")).status).toBe(254);
    expect(await craton("validate", "--kind=layout", "x")).toMatchObject({
      status: 254,
      stderr: "craton: unknown option '--kind'; craton help validate tells its options\n",
    });
    expect(await craton("validate")).toMatchObject({ status: 254, stderr: "craton: give files to validate\n" });
    const { status, stdout } = await craton("validate", "--format=json", path.join(layout({ name: "B" }), "manifest"));
    expect([status, JSON.parse(stdout)[0].faults[0].path]).toEqual([1, "$.name"]);
  });
});

describe("craton build", () => {
  it("packs a layout, the same bytes each time, which tar can read", async () => {
    const [one, two] = [path.join(folder, "1.aci"), path.join(folder, "2.aci")];
    const from = layout();
    expect(await craton("build", from, one)).toEqual({ status: 0, stdout: "", stderr: "" });
    expect((await craton("build", "--overwrite", from, two)).status).toBe(0);
    expect(fs.readFileSync(one).equals(fs.readFileSync(two))).toBe(true);
    expect(execFileSync("tar", ["-tzf", one], { encoding: "utf8" }).trim().split("\n")).toEqual([
      "rootfs/",
      "rootfs/bin/",
      "rootfs/bin/x",
      "manifest",
    ]);
    expect((await craton("validate", one)).status).toBe(0);
    expect((await craton("build", "--no-compression", layout(), path.join(folder, "3.aci"))).status).toBe(0);
    expect(execFileSync("tar", ["-tf", path.join(folder, "3.aci")], { encoding: "utf8" })).toContain("manifest");
  });

  it("refuses with status 1 and leaves nothing", async () => {
    const out = path.join(folder, "out.aci");
    expect((await craton("build", layout(), path.join(folder, "out.tar"))).status).toBe(1);
    expect((await craton("build", layout({ name: "A" }), out)).stderr).toContain("$.name");
    expect((await craton("build", "/nowhere", out)).status).toBe(1);
    expect(fs.existsSync(out)).toBe(false);
    fs.writeFileSync(out, "mine");
    expect((await craton("build", layout(), out)).stderr).toContain("--overwrite replaces it");
    expect(fs.readFileSync(out, "utf8")).toBe("mine");
    expect((await craton("build", layout())).status).toBe(254);
  });
});

describe("without an agent", () => {
  it("says where it looked for Craton", async () => {
    const { status, stdout, stderr } = await craton("list");
    expect([status, stdout]).toEqual([254, ""]);
    expect(stderr).toBe(
      `craton: there is no Craton in ${folder}/state: start it (npm start), or name its folder with --state or CRATON_STATE\n`,
    );
  });

  it("says that a console runs alone", async () => {
    fs.mkdirSync(path.join(folder, "state/console"), { recursive: true });
    expect(await craton("list")).toMatchObject({ status: 254, stderr: expect.stringContaining("runs alone") });
  });

  it("says that the node does not answer, and that the console does not run", async () => {
    const state = path.join(folder, "state");
    ensureCertificates({ state, node: "gone", listen: "127.0.0.1:1" });
    fs.writeFileSync(path.join(state, "cli/agents.json"), JSON.stringify([{ name: "gone", address: "127.0.0.1:1" }]));
    for (const words of [["list"], ["run", "x"], ["status", "abcd"], ["stop", "--all"], ["image", "list"]]) {
      expect(await craton(...words), words.join(" ")).toEqual({
        status: 254,
        stdout: "",
        stderr: "craton: node gone does not answer: nothing listens there\n",
      });
    }
    expect((await craton("list", "--node=other")).stderr).toBe("craton: there is no node other (known: gone)\n");
    for (const words of [
      ["user", "list"],
      ["audit", "verify"],
    ]) {
      const { status, stderr } = await craton(...words);
      expect([status, stderr]).toEqual([254, expect.stringMatching(/^craton: the console is not running/)]);
    }
  });

  it("still tells what the host has", async () => {
    const { status, stdout } = await craton("doctor");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ok\t+node\t/m);
    expect(stdout).toMatch(/^lacks\t+agent\t+there is no Craton in /m);
    const findings = JSON.parse((await craton("doctor", "--format=json")).stdout);
    expect(findings.map(({ what }: { what: string }) => what)).toEqual(
      expect.arrayContaining(["user", "packages", "cgroups", "overlayfs", "console"]),
    );
  });

  it("tells versions and help of every verb", async () => {
    expect((await craton("version")).stdout).toMatch(
      /^craton version \d+\.\d+\.\d+\nappc version 0\.8\.11\nnode version 24/,
    );
    expect(JSON.parse((await craton("version", "--format=json")).stdout).appc).toBe("0.8.11");
    const { stdout } = await craton("help");
    const verbs = [...stdout.matchAll(/^ {2}([a-z-]+) {2}/gm)].map(([, verb = ""]) => verb);
    expect(verbs).toEqual(
      expect.arrayContaining(
        "run list status logs enter stop rm fetch image validate build user audit doctor version help".split(" "),
      ),
    );
    // What follows kubectl is kubectl's own.
    const helpOf = (verb: string) => (verb === "kubectl" ? craton("help", verb) : craton(verb, "--help"));
    for (const verb of verbs) expect((await helpOf(verb)).stdout, verb).toMatch(/^Usage: craton /);
    expect(await craton()).toMatchObject({ status: 0, stdout });
  });

  it("runs through a symlink, from anywhere", async () => {
    const link = path.join(folder, "craton");
    fs.symlinkSync(command, link);
    expect(execFileSync(link, ["version"], { cwd: "/", encoding: "utf8" })).toContain("craton version");
  });
});
