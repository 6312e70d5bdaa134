/** Debian's docker-registry on a random loopback port with a folder of its own, and skopeo to push into it. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "./certificate.ts";
import { type OciImage, writeLayout } from "./oci-image.ts";

/** Who may in when `signIn` is asked for. docker-registry takes bcrypt alone, which Node has not. */
export const registryUser = { username: "pusher", password: "registry password" };
const htpasswd = "pusher:$2b$04$W1Y0nvp9j/u.81S2Egad/eR0vB8Q4zvabRapyNd2xg2DCoq08G/Yy\n";

export type DockerRegistry = {
  /** Its own certificate, when it speaks TLS. */
  ca: string | null;
  /** HOST:PORT. */
  host: string;
  push(repository: string, tag: string, images: OciImage[]): void;
  stop(): Promise<void>;
};

export async function startDockerRegistry(options: { signIn?: boolean; tls?: boolean } = {}): Promise<DockerRegistry> {
  const dir = mkdtempSync(join(tmpdir(), "craton-registry-"));
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const config = {
    version: "0.1",
    storage: { filesystem: { rootdirectory: join(dir, "data") } },
    http: { addr: host, ...(options.tls ? { tls: { certificate: join(dir, "crt"), key: join(dir, "key") } } : {}) },
    ...(options.signIn ? { auth: { htpasswd: { realm: "tests", path: join(dir, "htpasswd") } } } : {}),
  };
  writeFileSync(join(dir, "htpasswd"), htpasswd);
  const made = options.tls
    ? makeCertificate({ subject: "/CN=registry of tests", extensions: ["subjectAltName=IP:127.0.0.1"] })
    : null;
  if (made)
    for (const [name, text] of [
      ["crt", made.cert],
      ["key", made.key],
    ] as const)
      writeFileSync(join(dir, name), text);
  writeFileSync(join(dir, "config.yml"), JSON.stringify({ ...config, log: { level: "error" } }));
  writeFileSync(join(dir, "policy.json"), JSON.stringify({ default: [{ type: "insecureAcceptAnything" }] }));
  const child = spawn("docker-registry", ["serve", join(dir, "config.yml")], { stdio: "ignore" });
  const ended = once(child, "exit");
  await listens(port, child);
  let layouts = 0;
  return {
    host,
    ca: made?.cert ?? null,
    push(repository, tag, images) {
      const layout = join(dir, `layout-${++layouts}`);
      mkdirSync(layout);
      writeLayout(layout, images);
      const policy = ["--policy", join(dir, "policy.json"), "--tmpdir", dir];
      const target = `docker://${host}/${repository}:${tag}`;
      const copy = ["copy", "--all", "--preserve-digests", "--dest-tls-verify=false", `oci:${layout}:latest`, target];
      const creds = options.signIn ? [`--dest-creds=${registryUser.username}:${registryUser.password}`] : [];
      execFileSync("skopeo", [...policy, ...copy, ...creds], { stdio: ["ignore", "ignore", "pipe"] });
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

async function listens(port: number, child: ChildProcess): Promise<void> {
  const until = performance.now() + 20_000;
  for (;;) {
    const socket = connect(port, "127.0.0.1");
    const isThere = await Promise.race([once(socket, "connect"), once(socket, "error")]).then(
      ([error]) => error === undefined,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`docker-registry does not listen on port ${port}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
