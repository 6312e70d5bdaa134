/** `craton discover`, and names and web addresses with `fetch` and `run`, against a site of our own over https. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aciBytes } from "../../agent/image/images.fixture.ts";
import { DiscoverySite } from "../support/discovery-site.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let site: DiscoverySite;
let agent: TestAgent;
let craton: Craton;
let folders: string[];

beforeAll(async () => {
  const command = await cratonCommand();
  [agent, site] = await Promise.all([startAgent(), new DiscoverySite().start()]);
  craton = cratonOn(command, agent.state);
  const local = join(agent.state, "local-config");
  mkdirSync(local, { recursive: true });
  site.configure(local);
  folders = [`--local-config=${local}`, `--system-config=${join(agent.state, "system-config")}`];
});
afterAll(async () => {
  await site?.stop();
  await agent?.stop();
});
beforeEach(() => {
  site.files.clear();
  site.asked.length = 0;
});

const arch = process.arch === "arm64" ? "aarch64" : "amd64";
const template = "localhost {site}/{name}-{version}-{os}-{arch}.{ext}";

describe("craton discover", () => {
  it("prints what actool prints, and the same as JSON", async () => {
    site.page(
      "/",
      ["ac-discovery", template],
      ["ac-discovery", "localhost https://mirror.example/{version}/{name}.{ext}"],
      ["ac-discovery-pubkeys", "localhost {site}/keys.gpg"],
    );
    const base = site.url("/localhost/app");
    const aci = `${base}-1.0-linux-${arch}.aci`;
    const found = await craton("discover", ...folders, "localhost/app:1.0");
    expect(found).toEqual({
      status: 0,
      stderr: "",
      stdout: [
        `ACI: ${aci}, ASC: ${aci}.asc`,
        "ACI: https://mirror.example/1.0/localhost/app.aci, ASC: https://mirror.example/1.0/localhost/app.aci.asc",
        `PublicKeys: ${site.url("/keys.gpg")}\n`,
      ].join("\n"),
    });
    const other = await craton("discover", "--json", ...folders, "localhost/app,os=freebsd,arch=i386");
    expect(JSON.parse(other.stdout)).toEqual({
      ACIEndpoints: [
        { ACI: `${base}-latest-freebsd-i386.aci`, ASC: `${base}-latest-freebsd-i386.aci.asc` },
        {
          ACI: "https://mirror.example/latest/localhost/app.aci",
          ASC: "https://mirror.example/latest/localhost/app.aci.asc",
        },
      ],
      PublicKeys: [site.url("/keys.gpg")],
    });
  });

  it("has status 1 when images or keys are not found, says which pages were asked, and prints the rest", async () => {
    site.page("/", ["ac-discovery", template]);
    const noKeys = await craton("discover", ...folders, "localhost/app");
    expect(noKeys).toMatchObject({ status: 1, stdout: expect.stringContaining("ACI: ") });
    expect(noKeys.stderr).toContain("it has no ac-discovery-pubkeys for this name");
    const nothing = await craton("discover", ...folders, "localhost/app,channel=x", "localhost/other/deep");
    expect(nothing.status).toBe(1);
    site.files.clear();
    const absent = await craton("discover", ...folders, "localhost/a/b");
    expect(absent.stderr).toContain(`  ${site.url("/a/b")}: it answers 404`);
    expect(absent.stderr).toContain(`  ${site.url("/")}: it answers 404`);
    expect(absent.stdout).toBe("");
  });

  it("asks at --port, and any certificate with --insecure", async () => {
    site.page("/", ["ac-discovery", template], ["ac-discovery-pubkeys", "localhost {site}/keys.gpg"]);
    const bare = ["--local-config=/nowhere", "--system-config=/nowhere", `--port=${site.port}`];
    expect((await craton("discover", ...bare, "localhost/app")).stderr).toContain("is a private address");
    expect((await craton("discover", ...folders, "--port=1", "localhost/app")).stderr).toContain(
      "nothing listens there",
    );
    const other = join(agent.state, "other");
    site.configure(other, { authorities: [], discoveryPort: 1 });
    const strict = ["--system-config=/nowhere", `--local-config=${other}`, `--port=${site.port}`, "localhost/app"];
    expect((await craton("discover", ...strict)).stderr).toContain("its certificate is not accepted");
    expect(await craton("discover", "--insecure", ...strict)).toMatchObject({ status: 0, stderr: "" });
  });

  it("refuses names that are none, and no names", async () => {
    expect(await craton("discover")).toMatchObject({ status: 254, stdout: "" });
    expect((await craton("discover", "Example.com/app")).stderr).toContain("is not a valid image name");
  });
});

describe("craton fetch and run", () => {
  it("take a name by discovery; what is in the store is run from there", async () => {
    site.page("/", ["ac-discovery", "example.com {site}/x"], ["ac-discovery", "localhost {site}/{name}.{ext}"]);
    const manifest = { name: "localhost/app", labels: [{ name: "version", value: "1.0" }] };
    site.files.set("/localhost/app.aci", { data: await aciBytes("app", { manifest }) });
    expect((await craton("fetch", "localhost/app")).stderr).toContain("comes without a signature");
    const fetched = await craton("fetch", "--insecure-options=image", "localhost/app:1.0");
    expect(fetched).toMatchObject({ status: 0, stdout: expect.stringMatching(/^sha512-[0-9a-f]{128}\n$/) });
    site.asked.length = 0;
    const known = await craton("fetch", "--pull-policy=new", "localhost/app,version=1.0");
    expect(known).toMatchObject({ status: 0, stdout: fetched.stdout });
    expect(site.asked).toEqual([]);
    const never = await craton("fetch", "--pull-policy=never", "localhost/app:2.0");
    expect(never.stderr).toContain("localhost/app:2.0 is not in the store, and --pull-policy is never");
    expect((await craton("fetch", "--insecure-options=image", "localhost/app:2.0")).stderr).toContain(
      "its label version is 1.0, not 2.0",
    );
  });

  it("take a web address, and say why one is refused", async () => {
    const box = makeBox({ exec: ["/bin/echo", "from afar"] });
    site.files.set("/box.aci", { data: readFileSync(box.file) });
    rmSync(box.folder, { recursive: true });
    const ran = await craton("run", "--insecure-options=image", "--net=none", site.url("/box.aci"));
    expect(ran).toMatchObject({ status: 0, stdout: "from afar\n" });
    site.asked.length = 0;
    expect((await craton("run", "--net=none", site.url("/box.aci"))).stdout).toBe("from afar\n");
    expect(site.asked).toEqual([]);
    const refused = async (...words: string[]) => (await craton("fetch", "--insecure-options=image", ...words)).stderr;
    expect(await refused(site.url("/none.aci"))).toContain("it answers 404");
    expect(await refused("https://10.1.2.3/x.aci")).toContain("10.1.2.3 is a private address");
    expect(await refused(`http://localhost:${site.plainPort}/box.aci`)).toContain("insecure-options=http");
    const plain = `http://localhost:${site.plainPort}/box.aci`;
    expect((await craton("fetch", "--insecure-options=image,http", plain)).status).toBe(0);
  });
});
