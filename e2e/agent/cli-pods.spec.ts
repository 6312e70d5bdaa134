/** list, status, logs, enter, stop, rm against a real agent. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { addBox } from "./support/box-image.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agent: TestAgent;
let craton: Craton;
const detach = async (script: string, ...more: string[]) => {
  const run = await craton("run", "--detach", ...more, "--exec=/bin/sh", "example.com/box", "--", "-c", script);
  expect(run).toMatchObject({ status: 0, stderr: "" });
  return run.stdout.trim();
};
const idle = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

beforeAll(async () => {
  const command = await cratonCommand();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  await addBox(agent.client, agent.as.admin);
});
afterAll(() => agent?.stop());

describe("craton list and status", () => {
  it("lists pods in rkt's columns, short, in full, bare, and as JSON", async () => {
    const uuid = await detach(idle);
    const { stdout } = await craton("list");
    const [head, ...rows] = stdout.trimEnd().split("\n");
    expect(head?.split(/\t+/)).toEqual(["UUID", "APP", "IMAGE NAME", "STATE", "CREATED", "STARTED", "NETWORKS"]);
    const row = rows.find((line) => line.startsWith(uuid.slice(0, 8)))?.split(/\t+/) ?? [];
    expect(row.slice(0, 4)).toEqual([uuid.slice(0, 8), "box", "example.com/box", "running"]);
    expect(row[6]).toMatch(/^default:ip4=10\.\d+\.\d+\.\d+$/);
    expect((await craton("list", "--full", "--no-legend")).stdout).toMatch(new RegExp(`^${uuid}\t+box`, "m"));
    const pods = JSON.parse((await craton("list", "--format=json")).stdout);
    expect(pods.find((pod: { uuid: string }) => pod.uuid === uuid)).toMatchObject({
      state: "running",
      createdBy: "local:root",
    });
    await craton("stop", uuid);
  });

  it("shows no app's status while it runs, and all of them afterwards", async () => {
    const uuid = await detach("while [ ! -e /end ]; do sleep 0.05; done; exit 5");
    expect((await craton("status", uuid)).stdout).not.toContain("app-");
    const waiting = craton.start("status", "--wait", uuid);
    expect((await craton("enter", uuid, "touch", "/end")).status).toBe(0);
    const { status, stdout } = await waiting.result;
    expect(status).toBe(0);
    expect(stdout).toMatch(/^state=exited\ncreated=.*\nstarted=.*\nfinished=.*\nnetworks=.*\nexited=true\napp-box=5\n/);
    expect((await craton("status", "--wait", uuid)).stdout).toBe(stdout);
  });

  it("waits no longer than told", async () => {
    const uuid = await detach(idle);
    const { status, stderr } = await craton("status", "--wait=300ms", uuid);
    expect([status, stderr]).toEqual([254, `craton: pod ${uuid} has not ended within 0.3 s\n`]);
    await craton("stop", "--force", uuid);
  });

  it("names what is no pod, and a beginning that fits several", async () => {
    expect((await craton("status", "ffffffff")).stderr).toBe("craton: there is no pod ffffffff\n");
    expect((await craton("status", "../../x")).stderr).toBe("craton: ../../x is no UUID, nor the beginning of one\n");
    const common = "abcdabcd";
    for (const end of ["1", "2"]) {
      const uuid = `${common}-0000-4000-8000-00000000000${end}`;
      await agent.client.pods.create(agent.as.admin, {
        uuid,
        apps: [{ image: "example.com/box", exec: ["/bin/true"] }],
      });
    }
    const { status, stderr } = await craton("status", common);
    expect([status, stderr]).toEqual([254, `craton: ${common} is the beginning of 2 pods, give more characters\n`]);
  });
});

describe("craton logs", () => {
  it("shows both streams, a tail, and one app of several", async () => {
    const uuid = await detach("echo 1; echo 2 >&2; echo 3");
    await craton("status", "--wait", uuid);
    expect(await craton("logs", uuid)).toEqual({ status: 0, stdout: "1\n3\n", stderr: "2\n" });
    const last = await craton("logs", "--tail=1", uuid);
    expect(`${last.stdout}${last.stderr}`).toMatch(/^[123]\n$/);
    expect((await craton("logs", "--app=box", uuid)).stdout).toBe("1\n3\n");
    expect((await craton("logs", "--app=no", uuid)).stderr).toBe(`craton: pod ${uuid} has no app no\n`);
    expect((await craton("logs", "--tail=x", uuid)).stderr).toContain("--tail: x is no whole number");
  });

  it("follows to the app's end", async () => {
    const uuid = await detach("echo one; while [ ! -e /go ]; do sleep 0.05; done; echo two");
    const following = craton.start("logs", "-f", uuid);
    await following.says("one\n");
    await craton("enter", uuid, "touch", "/go");
    expect(await following.result).toMatchObject({ status: 0, stdout: "one\ntwo\n" });
  });

  it("ends quietly when its reader goes away", async () => {
    const uuid = await detach("seq 1 50000; sleep 100");
    const following = craton.start("logs", "-f", uuid);
    await following.says("1\n");
    following.child.stdout?.destroy();
    expect(await following.result).toMatchObject({ status: 0, stderr: "" });
    await craton("stop", "--force", uuid);
  });
});

describe("craton enter", () => {
  it("runs a command and passes its status, streams and stdin", async () => {
    const uuid = await detach(idle);
    expect(await craton("enter", uuid, "/bin/sh", "-c", "echo in; echo err >&2; exit 3")).toEqual({
      status: 3,
      stdout: "in\n",
      stderr: "err\n",
    });
    expect(await craton("exec", "--app=box", uuid, "--", "echo", "--app=x")).toMatchObject({
      status: 0,
      stdout: "--app=x\n",
    });
    expect(await craton.with("echo from a pipe; exit 8", "enter", uuid)).toMatchObject({
      status: 8,
      stdout: "from a pipe\n",
    });
    const text = "y".repeat(3_000_000);
    expect((await craton.with(text, "enter", uuid, "wc", "-c")).stdout.trim()).toBe("3000000");
    await craton("stop", uuid);
  });

  it("says what does not work", async () => {
    const uuid = await detach(idle);
    expect((await craton("enter", uuid, "nope")).stderr).toContain("craton: app box cannot run nope: ");
    expect((await craton("enter", uuid, "--app=nope", "ls")).stderr).toBe(`craton: pod ${uuid} has no app nope\n`);
    await craton("stop", uuid);
    const { status, stderr } = await craton("enter", uuid, "ls");
    expect([status, stderr]).toEqual([254, expect.stringMatching(/^craton: .* cannot .*: it is exited\n$/)]);
  });
});

describe("craton stop and rm", () => {
  it("stops one, several, and all; stopping again is success", async () => {
    const uuids = [await detach(idle), await detach(idle), await detach(idle)];
    expect(await craton("stop", uuids[0] ?? "")).toMatchObject({ status: 0, stdout: `${uuids[0]}\n` });
    expect(await craton("stop", uuids[0] ?? "", uuids[1] ?? "")).toMatchObject({
      status: 0,
      stdout: `${uuids[0]}\n${uuids[1]}\n`,
    });
    expect((await craton("stop", "--all")).stdout).toContain(uuids[2]);
    expect((await craton("list", "--no-legend")).stdout).not.toContain("running");
    expect((await craton("stop")).stderr).toBe("craton: give the UUIDs of pods, or --all\n");
  });

  it("removes what has ended, refuses what runs, and goes on after a failure", async () => {
    const [running, ended] = [await detach(idle), await detach("exit 0")];
    await craton("status", "--wait", ended);
    const { status, stdout, stderr } = await craton("rm", running, ended);
    expect([status, stdout]).toEqual([254, `${ended}\n`]);
    expect(stderr).toMatch(/^craton: pod \S+ cannot be removed: it is running; stop it first\n$/);
    expect((await craton("status", ended)).stderr).toBe(`craton: there is no pod ${ended}\n`);
    const file = path.join(agent.state, "uuid");
    fs.writeFileSync(file, running);
    await craton("stop", "--force", "--uuid-file", file);
    expect(await craton("rm", `--uuid-file=${file}`)).toMatchObject({ status: 0, stdout: `${running}\n` });
  });
});
