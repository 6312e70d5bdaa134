/** docker:// from the command line: Debian's registry, an image pushed by skopeo, each pull policy. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { busyboxLayer } from "../support/busybox-layer.ts";
import { type DockerRegistry, startDockerRegistry } from "../support/docker-registry.ts";
import { ociImage } from "../support/oci-image.ts";
import { startAgent, type TestAgent } from "./support/agent.ts";
import { type Craton, cratonCommand, cratonOn } from "./support/craton.ts";

let agent: TestAgent;
let craton: Craton;
let registry: DockerRegistry;
const push = (text: string) => {
  const config = { Entrypoint: ["/bin/busybox", "cat"], Cmd: ["/word"] };
  registry.push("team/app", "1.2", [ociImage([{ tar: busyboxLayer({ word: text }) }], config)]);
};

beforeAll(async () => {
  const command = await cratonCommand();
  registry = await startDockerRegistry();
  agent = await startAgent();
  craton = cratonOn(command, agent.state);
  const settings = { registries: { [registry.host]: { plainHttp: true } } };
  fs.writeFileSync(path.join(agent.state, "agent/registries.json"), JSON.stringify(settings));
});
afterAll(async () => {
  await agent?.stop();
  await registry?.stop();
});

describe("docker:// images", () => {
  it("are fetched when needed, by policy, and run", async () => {
    const source = `docker://${registry.host}/team/app:1.2`;
    const run = (...more: string[]) => craton("run", "--insecure-options=image", ...more, source);
    push("one\n");
    const never = await run("--pull-policy=never");
    expect([never.status, never.stderr]).toEqual([
      254,
      `craton: ${source} is not in the store, and --pull-policy is never\n`,
    ]);
    expect((await craton("run", source)).stderr).toContain("insecure-options=image");
    expect(await run()).toMatchObject({ status: 0, stdout: "one\n" });
    push("two\n");
    expect(await run()).toMatchObject({ status: 0, stdout: "one\n" });
    expect(await run("--pull-policy=never")).toMatchObject({ status: 0, stdout: "one\n" });
    expect(await run("--pull-policy=update")).toMatchObject({ status: 0, stdout: "two\n" });
    const fetched = await craton("fetch", "--insecure-options=image", source);
    expect(fetched).toMatchObject({ status: 0, stdout: expect.stringMatching(/^sha512-[0-9a-f]{128}\n$/) });
    expect(fetched.stderr).toMatch(/^resolve /);
    expect((await craton("run", fetched.stdout.trim())).stdout).toBe("two\n");
  });

  it("that are not there are named", async () => {
    const { status, stderr } = await craton(
      "fetch",
      "--insecure-options=image",
      `docker://${registry.host}/team/none:1`,
    );
    expect(status).toBe(254);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^craton: .*team\/none/);
    expect((await craton("fetch", "docker://UPPER/case")).stderr).toContain("is not a valid image reference");
  });
});
