/** Debian's docker-registry on a random loopback port with a folder of its own, and skopeo to push into it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OciImage, writeLayout } from "./oci-image.ts";

export type DockerRegistry = {
  /** HOST:PORT. */
  host: string;
  push(repository: string, tag: string, images: OciImage[]): void;
  stop(): Promise<void>;
};

export async function startDockerRegistry(): Promise<DockerRegistry> {
  const dir = mkdtempSync(join(tmpdir(), "craton-registry-"));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config = {
    version: "0.1",
    storage: { filesystem: { rootdirectory: join(dir, "data") } },
    http: { addr: host },
  };
  writeFileSync(join(dir, "config.yml"), JSON.stringify({ ...config, log: { level: "error" } }));
  writeFileSync(join(dir, "policy.json"), JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] }));
  const child = spawn("docker-registry", ["serve", join(dir, "config.yml")], { stdio: "ignore" });
  const ended = once(child, "exit");
  await answers(`http://${host}/v2/`, child);
  let layouts = 0;
  return {
    host,
    push(repository, tag, images) {
      const layout = join(dir, `layout-${++layouts}`);
      mkdirSync(layout);
      writeLayout(layout, images);
      const policy = ["--policy", join(dir, "policy.json"), "--tmpdir", dir];
      const target = `docker://${host}/${repository}:${tag}`;
      const copy = ["copy", "--all", "--preserve-digests", "--dest-tls-verify=false", `oci:${layout}:latest`, target];
      execFileSync("skopeo", [...policy, ...copy], { stdio: ["ignore", "ignore", "pipe"] });
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + 20_000;
  for (;;) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`docker-registry does not answer at ${url}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
