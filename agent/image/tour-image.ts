/**
 * The tour image: `craton.local/tour`, busybox httpd with a page of its own, so that a first pod needs no network. Made from the
 * machine's own static busybox (Debian: busybox-static), the same bytes for the same busybox.
 */
import { readFile } from "node:fs/promises";
import { CratonError } from "../../lib/contract/errors.ts";
import { type AciFile, writeAci } from "./build-aci.ts";
import { tourPage } from "./tour-page.ts";

const busybox = "/bin/busybox";
const applets = (
  "ash awk basename cat chmod chown clear cp cut date dd df dirname du echo env false find free grep gunzip gzip head hostname httpd id " +
  "ifconfig ip kill ln ls md5sum mkdir mkfifo mktemp more mount mv nc netstat nproc nslookup od ping printf ps pwd readlink rm rmdir " +
  "route sed seq sh sha256sum sleep sort stat stty tail tar tee test top touch tr true tty uname uniq uptime vi watch wc which whoami xargs yes"
).split(" ");

export const tourName = "craton.local/tour";
const tourManifest = {
  acKind: "ImageManifest",
  acVersion: "0.8.11",
  name: tourName,
  labels: [
    { name: "version", value: "1" },
    { name: "os", value: "linux" },
    { name: "arch", value: process.arch === "arm64" ? "aarch64" : "amd64" },
  ],
  app: {
    exec: ["/bin/httpd", "-f", "-v", "-p", "8080", "-h", "/www"],
    user: "0",
    group: "0",
    workingDirectory: "/",
    environment: [{ name: "PATH", value: "/bin" }],
    ports: [{ name: "http", protocol: "tcp", port: 8080 }],
  },
  annotations: [{ name: "documentation", value: "https://busybox.net/" }],
};

/** Writes the image to `out`. `host-lacks` when there is no static busybox. */
export async function buildTourImage(
  out: string,
  options: { busybox?: string; compress?: boolean } = {},
): Promise<void> {
  const files = tourFiles(await readBusybox(options.busybox ?? busybox));
  await writeAci(files, out, { manifest: tourManifest, compression: (options.compress ?? true) ? "gzip" : "none" });
}

function tourFiles(program: Buffer): AciFile[] {
  const owner = { uid: 0, gid: 0 };
  const dir = (path: string, mode = 0o755): AciFile => ({ path, type: "dir", mode, ...owner });
  const file = (path: string, content: Buffer | string, mode = 0o644): AciFile => ({
    path,
    type: "file",
    mode,
    content: Buffer.from(content),
    ...owner,
  });
  const link = (name: string): AciFile => ({
    path: `bin/${name}`,
    type: "symlink",
    link: "busybox",
    mode: 0o777,
    ...owner,
  });
  const visitor = { uid: 1000, gid: 1000 };
  return [
    dir(""),
    dir("bin"),
    file("bin/busybox", program, 0o755),
    ...applets.map(link),
    dir("etc"),
    file("etc/group", "root:x:0:\nvisitor:x:1000:\n"),
    file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\nvisitor:x:1000:1000:visitor:/home/visitor:/bin/sh\n"),
    dir("home"),
    { ...dir("home/visitor"), ...visitor },
    dir("root", 0o700),
    dir("tmp", 0o1777),
    dir("www"),
    file("www/index.html", tourPage),
  ];
}

async function readBusybox(path: string): Promise<Buffer> {
  const lacks = (why: string, cause?: unknown) =>
    new CratonError("host-lacks", { what: "a static busybox", why }, { cause });
  const program = await readFile(path).catch((cause) => {
    throw lacks(`${path} cannot be read; install the package busybox-static`, cause);
  });
  if (program.toString("latin1", 0, 4) !== "\x7fELF") throw lacks(`${path} is no program`);
  if (needsInterpreter(program)) throw lacks(`${path} is linked dynamically; install the package busybox-static`);
  return program;
}

/** True when an ELF64 program has a segment PT_INTERP (3): it would need a loader that the image does not have. */
function needsInterpreter(elf: Buffer): boolean {
  const offset = Number(elf.readBigUInt64LE(32));
  const size = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  for (let i = 0; i < count; i++) if (elf.readUInt32LE(offset + i * size) === 3) return true;
  return false;
}
