/** A small image for tests: busybox with all its applets, packed into an ACI by tar(1), not by our own builder. */
import { execFileSync } from "node:child_process";
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Caller } from "../../../lib/api/agent/assertion.ts";
import type { AgentClient } from "../../../lib/api/agent/client.ts";
import type { Image } from "../../../lib/contract/image.ts";
import { busyboxTree } from "../../support/linux-host.ts";

export const boxName = "example.com/box";

/** Writes `box.aci` into a folder of its own; the caller removes it. `app` changes the manifest's app section. */
export function makeBox(app: object = {}, more: string[] = []): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), "craton-box-"));
  const layout = join(folder, "layout");
  mkdirSync(join(layout, "rootfs"), { recursive: true });
  busyboxTree(join(layout, "rootfs"));
  writeFileSync(join(layout, "rootfs/etc/passwd"), "root:x:0:0:root:/:/bin/sh\nada:x:1000:1000::/:/bin/sh\n");
  writeFileSync(join(layout, "rootfs/etc/group"), "root:x:0:\nada:x:1000:\n");
  const manifest = {
    ...{ acKind: "ImageManifest", acVersion: "0.8.11", name: boxName },
    labels: [
      { name: "version", value: "1" },
      { name: "os", value: "linux" },
      { name: "arch", value: process.arch === "arm64" ? "aarch64" : "amd64" },
    ],
    app: { exec: ["/bin/sh"], user: "0", group: "0", ...app },
  };
  writeFileSync(join(layout, "manifest"), JSON.stringify(manifest));
  const file = join(folder, "box.aci");
  execFileSync("tar", ["-C", layout, ...more, "-cf", file, "manifest", "rootfs"]);
  rmSync(layout, { recursive: true });
  return { folder, file };
}

/** Uploads a box and answers the image. */
export async function addBox(client: AgentClient, caller: Caller, app: object = {}): Promise<Image> {
  const { folder, file } = makeBox(app);
  try {
    return await uploaded(client, caller, "box.aci", createReadStream(file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function uploaded(
  client: AgentClient,
  caller: Caller,
  name: string,
  body: AsyncIterable<Uint8Array> | Buffer,
): Promise<Image> {
  const source = Buffer.isBuffer(body) ? Readable.from([body]) : body;
  for await (const line of client.images.upload(caller, name, source, { insecureOptions: ["image"] }))
    if (line.type === "done") return line.image;
  throw new Error("the upload had no end");
}
