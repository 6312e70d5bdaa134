/** `craton run` against a real agent: statuses, streams, options, stdin, signals. */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { makeBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agent: TestAgent;
let craton: Craton;
let box: { folder: string; file: string };
const sh = (script: string) => ["--exec=/bin/sh", "example.com/box", "--", "-c", script];

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  box = makeBox({ ports: [{ name: "web", protocol: "tcp", port: 8080 }] });
  expect((await craton("fetch", "--insecure-options=image", box.file)).status).toBe(0);
});
afterAll(async () => {
  if (box) fs.rmSync(box.folder, { recursive: true, force: true });
  await agent?.stop();
});

describe("craton run in the foreground", () => {
  it("writes stdout to stdout and stderr to stderr, and exits with the app's status", async () => {
    expect(await craton("run", ...sh("echo out; echo err >&2; exit 7"))).toEqual({
      status: 7,
      stdout: "out\n",
      stderr: "err\n",
    });
  });

  it("passes on all that was written, also without a last line feed", async () => {
    const { status, stdout } = await craton("run", ...sh("seq 1 20000; printf end"));
    expect(status).toBe(0);
    expect(stdout).toBe(`${Array.from({ length: 20000 }, (_, i) => i + 1).join("\n")}\nend`);
  });

  it("saves the UUID, and the pod is listed under a beginning of it", async () => {
    const file = path.join(agent.state, "uuid");
    await craton("run", `--uuid-file-save=${file}`, ...sh("exit 3"));
    const uuid = fs.readFileSync(file, "utf8").trim();
    const { stdout } = await craton("status", "--uuid-file", file);
    expect(stdout).toContain("state=exited\n");
    expect(stdout).toContain("app-box=3\n");
    expect((await craton("status", uuid.slice(0, 8))).stdout).toBe(stdout);
  });

  it("fetches a file and runs it at once; without the option it is refused and nothing is left", async () => {
    const pods = (await agent.client.pods.list(agent.as.admin)).pods.length;
    const refused = await craton("run", box.file);
    expect(refused).toMatchObject({ status: 254, stdout: "" });
    expect(refused.stderr).toMatch(/^craton: image .*insecure-options=image\n$/);
    expect((await agent.client.pods.list(agent.as.admin)).pods.length).toBe(pods);
    expect(await craton("run", "--insecure-options=image", box.file, "--exec=/bin/echo", "--", "hi")).toMatchObject({
      status: 0,
      stdout: "hi\n",
    });
  });

  it("prefixes lines with the app's name when there are several, and answers the first failing status", async () => {
    const words = [
      "run",
      "example.com/box",
      "--name=one",
      "--exec=/bin/echo",
      "--",
      "1",
      "---",
      "example.com/box",
      "--name=two",
      "--exec=/bin/sh",
      "--",
      "-c",
      "echo 2; exit 9",
    ];
    const { status, stdout } = await craton(...words);
    expect(status).toBe(9);
    expect(stdout.split("\n").toSorted()).toEqual(["", "one: 1", "two: 2"]);
  });

  it("sets environment, user, folder, limits and capabilities", async () => {
    const script =
      'echo "$A $(id -u) $(id -g) $PWD $AC_APP_NAME $(hostname) $(grep CapBnd /proc/self/status | cut -f2)"';
    const words = [
      "run",
      "--hostname=here",
      "example.com/box",
      "--name=me",
      "--environment=A=b c",
      "--user=ada",
      "--group=0",
      "--working-dir=/tmp",
      "--memory=64Mi",
      "--cpu=500m",
      "--caps-retain=CAP_KILL",
      "--exec=/bin/sh",
      "--",
      "-c",
      script,
    ];
    expect(await craton(...words)).toEqual({
      status: 0,
      stdout: "b c 1000 0 /tmp me here 0000000000000020\n",
      stderr: "",
    });
  });

  it("mounts volumes and keeps a read-only one read-only", async () => {
    const folder = fs.mkdtempSync(path.join(agent.state, "volume-"));
    fs.writeFileSync(path.join(folder, "file"), "from the host\n");
    const source = fs.mkdtempSync("/srv/craton-test-");
    try {
      fs.writeFileSync(path.join(source, "file"), "from the host\n");
      const words = [
        "run",
        `--volume=v,kind=host,source=${source},readOnly=true`,
        "--volume=e,kind=empty",
        "example.com/box",
        "--mount",
        "volume=v,target=/v",
        "--mount",
        "volume=e,target=/e",
      ];
      const script = "cat /v/file; touch /v/new || echo read-only; touch /e/new && ls /e";
      expect((await craton(...words, "--exec=/bin/sh", "--", "-c", script)).stdout).toBe(
        "from the host\nread-only\nnew\n",
      );
      const state = await craton(
        "run",
        `--volume=v,kind=host,source=${folder}`,
        "example.com/box",
        "--mount",
        "volume=v,target=/v",
        "--exec=/bin/true",
      );
      expect(state).toMatchObject({ status: 254 });
      expect(state.stderr).toContain("volume v cannot use");
    } finally {
      fs.rmSync(source, { recursive: true });
    }
  });

  it("runs a pod manifest", async () => {
    const [image] = JSON.parse((await craton("image", "list", "--format=json")).stdout);
    const file = path.join(agent.state, "pod.json");
    const app = { exec: ["/bin/echo", "by manifest"], user: "0", group: "0" };
    const manifest = {
      acKind: "PodManifest",
      acVersion: "0.8.11",
      apps: [{ name: "m", image: { id: image.id }, app }],
    };
    fs.writeFileSync(file, JSON.stringify(manifest));
    expect(await craton("run", `--pod-manifest=${file}`)).toMatchObject({ status: 0, stdout: "by manifest\n" });
    fs.writeFileSync(file, JSON.stringify({ ...manifest, acVersion: "x", apps: [{ name: "A" }] }));
    const { status, stderr } = await craton("run", `--pod-manifest=${file}`);
    expect(status).toBe(254);
    for (const at of ["$.acVersion", "$.apps[0].name", "$.apps[0].image"]) expect(stderr).toContain(`  ${at}: `);
  });

  it("fails with one clear line and 254", async () => {
    const cases: [string[], string][] = [
      [["run"], "craton: give an image to run, or --pod-manifest=FILE\n"],
      [["run", "nothing/here"], "craton: there is no image nothing/here in the store\n"],
      [["run", "/nowhere/x.aci"], "craton: /nowhere/x.aci: no such file or directory\n"],
      [["run", "example.com/box", "--exec=/bin/nope"], "craton: app box cannot run /bin/nope"],
      [["run", "example.com/box", "--user=nobody"], "craton: app box: user nobody is not in the image\n"],
      [["run", "--port=nope:1", "example.com/box"], "no app has a port nope (there are: web)"],
      [["frob"], "craton: there is no verb frob; craton help lists them\n"],
    ];
    for (const [words, why] of cases) {
      const { status, stdout, stderr } = await craton(...words);
      expect({ status, stdout }, words.join(" ")).toEqual({ status: 254, stdout: "" });
      expect(stderr).toContain(why);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    }
  });
});

describe("signals, stdin and the background", () => {
  it("stops the pod on SIGINT and on SIGTERM, and exits with the app's status", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const running = craton.start("run", ...sh("trap 'echo bye; exit 4' TERM; echo up; while :; do sleep 0.1; done"));
      await running.says("up\n");
      running.child.kill(signal);
      expect(await running.result).toMatchObject({ status: 4, stdout: "up\nbye\n" });
    }
  });

  it("kills on the second signal", async () => {
    const running = craton.start("run", ...sh("trap 'echo no' TERM; echo up; while :; do sleep 0.1; done"));
    await running.says("up\n");
    running.child.kill("SIGINT");
    await running.says("no\n");
    running.child.kill("SIGINT");
    expect((await running.result).status).toBe(137);
  });

  it("gives the app a piped stdin and its end", async () => {
    const text = `${"x".repeat(1000)}\n`.repeat(500);
    expect(await craton.with(text, "run", "--interactive", ...sh("cat; echo done"))).toEqual({
      status: 0,
      stdout: `${text}done\n`,
      stderr: "",
    });
  });

  it("leaves a detached pod running, reachable on its host port", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const run = await craton(
      "run",
      "--detach",
      `--port=web:${port}`,
      ...sh("mkdir /w; echo hello > /w/index.html; httpd -p 8080 -h /w; echo serves; sleep 100000"),
    );
    expect(run).toMatchObject({ status: 0, stderr: "" });
    const uuid = run.stdout.trim();
    const status = await craton("status", uuid);
    expect(status.stdout).toMatch(/^state=running\n/);
    expect(status.stdout).toMatch(/^pid=[1-9]\d*$/m);
    expect(status.stdout).toMatch(/^networks=default:ip4=10\./m);
    const log = craton.start("logs", "-f", uuid);
    await log.says("serves\n");
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe("hello\n");
    expect((await craton("stop", "--force", uuid)).stdout).toBe(`${uuid}\n`);
    expect((await log.result).status).toBe(0);
  });

  it("stops the pod when nobody reads its output any more", async () => {
    const file = path.join(agent.state, "uuid-pipe");
    const running = craton.start("run", `--uuid-file-save=${file}`, ...sh("while :; do echo x; sleep 0.01; done"));
    await running.says("x\n");
    running.child.stdout?.destroy();
    expect((await running.result).status).toBe(141);
    expect((await craton("status", `--uuid-file=${file}`)).stdout).toContain("state=exited\n");
  });

  it("makes no pod when the UUID cannot be saved", async () => {
    const count = async () => (await agent.client.pods.list(agent.as.admin)).pods.length;
    const before = await count();
    const { status, stderr } = await craton("run", "--uuid-file-save=/nowhere/uuid", ...sh("true"));
    expect([status, stderr]).toEqual([254, "craton: /nowhere/uuid: no such file or directory\n"]);
    expect(await count()).toBe(before);
  });

  it("leaves no empty file when there is no pod, and an older file as it was", async () => {
    const [fresh, older] = [path.join(agent.state, "fresh"), path.join(agent.state, "older")];
    fs.writeFileSync(older, "what was there\n");
    for (const file of [fresh, older]) {
      const { status, stderr } = await craton("run", `--uuid-file-save=${file}`, "no-such-image");
      expect([status, stderr]).toEqual([254, expect.stringContaining("no-such-image")]);
    }
    expect(fs.existsSync(fresh)).toBe(false);
    expect(fs.readFileSync(older, "utf8")).toBe("what was there\n");
  });

  it("goes on over a restart of the agent, with every line once", async () => {
    const running = craton.start("run", ...sh("echo one; while [ ! -e /go ]; do sleep 0.05; done; echo two; exit 6"));
    await running.says("one\n");
    const [pod] = JSON.parse((await craton("list", "--format=json")).stdout);
    await agent.kill9();
    await agent.restart();
    expect((await craton("enter", pod.uuid, "touch", "/go")).status).toBe(0);
    expect(await running.result).toMatchObject({ status: 6, stdout: "one\ntwo\n" });
  });
});
