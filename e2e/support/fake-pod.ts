/** An image and a running pod on a fake agent, made through the console as an administrator's browser does. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { HttpUser } from "./http-user.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** A small ACI; it is never run for real. */
export function makeAci(): Buffer {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "craton-aci-"));
  try {
    fs.mkdirSync(path.join(folder, "image/rootfs/bin"), { recursive: true });
    fs.writeFileSync(path.join(folder, "image/rootfs/bin/sh"), "no program", { mode: 0o755 });
    const manifest = {
      acKind: "ImageManifest",
      acVersion: "0.8.11",
      name: "example.com/quiet",
      labels: [
        { name: "version", value: "1" },
        { name: "os", value: "linux" },
        { name: "arch", value: "amd64" },
      ],
      app: { exec: ["/bin/sh"], user: "0", group: "0" },
    };
    fs.writeFileSync(path.join(folder, "image/manifest"), JSON.stringify(manifest));
    const out = path.join(folder, "out.aci");
    execFileSync(process.execPath, [path.join(root, "bin/cli/main.ts"), "build", path.join(folder, "image"), out]);
    return fs.readFileSync(out);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const node = (name: string) => `/api/c/fleet/nodes/${name}`;

export async function uploadImage(admin: HttpUser, name: string, aci: Buffer): Promise<string> {
  const headers = { "content-type": "application/octet-stream" };
  const url = `${node(name)}/images/upload?name=quiet.aci&insecure=image`;
  const { status, text } = await admin.call("POST", url, { raw: new Uint8Array(aci), headers });
  const last = JSON.parse(text.trim().split("\n").at(-1) ?? "null");
  if (status !== 200 || last?.type !== "done") throw new Error(`the upload failed with ${status}: ${text}`);
  return last.image.id;
}

export type FakePod = { cluster: "fleet"; node: string; uuid: string; app: string; path: string };

export async function runPod(admin: HttpUser, name: string, image: string): Promise<FakePod> {
  const { status, body, text } = await admin.call("POST", `${node(name)}/pods`, { body: { apps: [{ image }] } });
  if (status !== 200) throw new Error(`the pod was not made, ${status}: ${text}`);
  const [app] = body.apps as { name: string }[];
  const uuid = String(body.uuid);
  return { cluster: "fleet", node: name, uuid, app: app?.name ?? "", path: `${node(name)}/pods/${uuid}` };
}

/** A ticket and the path of its socket. */
export async function ticketPath(user: HttpUser, pod: FakePod, kind: "exec" | "logs"): Promise<string> {
  const { path: _path, ...where } = pod;
  const more = kind === "exec" ? { command: ["sh"], tty: true } : { tail: 10 };
  const { status, body, text } = await user.call("POST", "/api/tickets", { body: { kind, ...where, ...more } });
  if (status !== 200) throw new Error(`no ticket, ${status}: ${text}`);
  return `/ws/${kind}?ticket=${encodeURIComponent(String(body.ticket))}`;
}
