/** Roots made of images as they come: many trees, long names, programs that cannot run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Bench, collect, openBench } from "../../agent/host/contract/bench.ts";
import { openLinux, shell } from "../support/linux-host.ts";

describe("images", () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = openBench(await openLinux());
  });
  afterAll(() => bench.close());

  it("stacks 60 trees with long names, the uppermost first", async () => {
    const trees = Array.from({ length: 60 }, (_, n) => {
      const tree = join(bench.state, "agent", "images", "trees", `sha512-${String(n).padStart(128, "0")}`);
      mkdirSync(join(tree, "layers"), { recursive: true });
      writeFileSync(join(tree, "layers", String(n)), "");
      writeFileSync(join(tree, "top"), String(n));
      return tree;
    });
    const app = await bench.app(await bench.pod(), bench.commands.idle, { lower: [...trees, ...bench.lower] });
    const args = shell("cat /top; ls /layers | wc -l");
    const session = await bench.host.exec({ app: app.spec, args, env: ["PATH=/bin"], cwd: "/", tty: null });
    expect((await collect(session)).out).toBe("060\n");
  });

  it("takes trees whose names hold the mount options' own signs", async () => {
    const tree = join(bench.state, "agent", "images", "trees", "a:b,c\\d");
    mkdirSync(tree, { recursive: true });
    writeFileSync(join(tree, "odd"), "odd\n");
    const app = await bench.app(await bench.pod(), bench.commands.idle, { lower: [tree, ...bench.lower] });
    const session = await bench.host.exec({
      ...{ app: app.spec, args: ["/bin/cat", "/odd"], env: [], cwd: "/", tty: null },
    });
    expect((await collect(session)).out).toBe("odd\n");
  });

  it.each([
    [
      "a script without its interpreter",
      "#!/usr/bin/perl -w\n",
      0o755,
      "its interpreter /usr/bin/perl is not in the image",
    ],
    ["no program at all", "hello", 0o755, "it is no program for this machine: neither ELF nor a script with #!"],
    ["a file that is not executable", "#!/bin/sh\n", 0o644, "it is not an executable file"],
  ])("says why it cannot run: %s", async (_, content, mode, why) => {
    const tree = join(bench.state, "agent", "images", "trees", `t${Math.random()}`);
    mkdirSync(join(tree, "srv"), { recursive: true });
    writeFileSync(join(tree, "srv", "run"), content, { mode });
    const lower = [tree, ...bench.lower];
    const pod = await bench.pod();
    const spec = bench.appSpec(pod, ["/srv/run"], { lower });
    const failure = { code: "exec-failed", facts: { app: "app", command: "/srv/run", why } };
    await expect(bench.host.createApp(spec)).rejects.toMatchObject(failure);
    const app = await bench.app(pod, bench.commands.idle, { lower, id: `${pod.spec.uuid}.other` });
    const trying = bench.host
      .exec({ app: app.spec, args: ["/srv/run"], env: [], cwd: "/", tty: null })
      .then((session) => session.exit);
    await expect(trying).rejects.toMatchObject({ code: "exec-failed", facts: { app: "other", why } });
  });

  it("finds a command by PATH, and says when it is in no folder of it", async () => {
    const pod = await bench.pod();
    const app = await bench.app(pod, ["sleep", "1000"], { env: ["PATH=/nowhere:/bin"] });
    expect(await bench.host.alive(app.init)).toBe(true);
    const spec = bench.appSpec(pod, ["nope"], { id: `${pod.spec.uuid}.nope` });
    await expect(bench.host.createApp(spec)).rejects.toMatchObject({
      code: "exec-failed",
      facts: { command: "nope", why: "there is no such file in any folder of PATH" },
    });
  });

  it("says that a working directory cannot be entered", async () => {
    const spec = bench.appSpec(await bench.pod(), bench.commands.idle, { cwd: "/bin/sh" });
    await expect(bench.host.createApp(spec)).rejects.toMatchObject({
      code: "exec-failed",
      facts: { why: "the working directory /bin/sh cannot be entered" },
    });
  });
});
