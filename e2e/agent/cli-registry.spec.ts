/** docker:// from the command line: Debian's registry, an image pushed by skopeo, each pull policy. */
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { busyboxLayer } from "../support/busybox-layer.ts";
import { type DockerRegistry, registryUser, startDockerRegistry } from "../support/docker-registry.ts";
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

describe("craton registry", () => {
  it("sets a registry with TLS and a password, fetches from it, and forgets it", async () => {
    const closed = await startDockerRegistry({ signIn: true, tls: true });
    try {
      closed.push("team/app", "1", [ociImage([{ tar: busyboxLayer({ word: "in\n" }) }])]);
      const [ca, password] = ["registry-ca.pem", "registry-password"].map((name) => path.join(agent.state, name));
      if (ca === undefined || password === undefined) throw new Error("there are two names");
      fs.writeFileSync(ca, closed.ca ?? "");
      fs.writeFileSync(password, `${registryUser.password}\n`);
      const add = (...more: string[]) => craton("registry", "add", closed.host, `--ca=${ca}`, ...more);
      const source = `docker://${closed.host}/team/app:1`;
      const fetched = () => craton("fetch", "--insecure-options=image", source);
      expect((await fetched()).stderr).toContain("is at 127.0.0.1, an inner address");
      expect(await add()).toMatchObject({
        status: 254,
        stderr: expect.stringContaining("it wants a user and a password"),
      });
      const added = await add(`--user=${registryUser.username}`, `--password-file=${password}`);
      expect(added).toMatchObject({ status: 0, stdout: expect.stringMatching(/answers in \d+ ms \(basic\)\n$/) });
      const list = await craton("registry", "list", "--format=json");
      expect(JSON.parse(list.stdout)).toContainEqual(
        expect.objectContaining({ host: closed.host, hasCredentials: true }),
      );
      expect(list.stdout).not.toContain(registryUser.password);
      expect(await fetched()).toMatchObject({ status: 0 });
      expect((await craton("registry", "test", closed.host)).status).toBe(0);
      expect((await craton("registry", "rm", registry.host)).stderr).toContain(
        "registries.json on the node, which wins",
      );
      expect(await craton("registry", "rm", closed.host)).toMatchObject({ status: 0, stdout: "" });
      expect((await craton("registry", "list", "--no-legend")).stdout).not.toContain(closed.host);
    } finally {
      await closed.stop();
    }
  });
});
