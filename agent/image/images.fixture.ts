/** A store over a temporary folder, unpacking in this process, with what tests need to look at. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImageProgress } from "../../lib/contract/image.ts";
import type { EventObject, EventService, NewEvent } from "../event/service.ts";
import type { Host, UnpackSpec } from "../host/host.ts";
import type { Actor } from "../pod/service.ts";
import { aciStream } from "./build-aci.ts";
import { Images, type ImagesOptions } from "./images.ts";
import { unpackInProcess } from "./unpack/in-process.ts";
import { walkPlain } from "./unpack/plain-walk.ts";

export const admin: Actor = { user: "ann", role: "admin" };
export const trusting = { insecureOptions: ["image" as const] };

export class EventList implements EventService {
  readonly all: { event: NewEvent; object: EventObject }[] = [];
  emit(event: NewEvent, object: EventObject) {
    this.all.push({ event, object });
    return { ...event, seq: this.last, time: new Date(0).toISOString() };
  }
  get last(): number {
    return this.all.length;
  }
  async *read(): AsyncGenerator<never> {}
  latest(): Map<string, number | null> {
    return new Map();
  }
  wasRemoved(): boolean {
    return false;
  }
  close(): void {}
  get reasons(): string[] {
    return this.all.map(({ event }) => event.reason);
  }
}

export class ImageWorld {
  readonly dir = mkdtempSync(join(tmpdir(), "craton-images-"));
  readonly folder = join(this.dir, "images");
  readonly registries = join(this.dir, "registries.json");
  readonly configFolders = { system: join(this.dir, "system"), local: join(this.dir, "local") };
  readonly events = new EventList();
  readonly users = new Map<string, string[]>();
  readonly unpacked: UnpackSpec[] = [];
  /** Runs before each unpacking. */
  beforeUnpack: (spec: UnpackSpec) => Promise<void> = async () => {};
  images: Images;

  constructor(options: Partial<ImagesOptions> = {}) {
    this.images = this.open(options);
  }

  /** Another life of the agent over the same folder. */
  open(options: Partial<ImagesOptions> = {}): Images {
    const host: Pick<Host, "unpack" | "removeTree" | "readInRoot" | "walk"> = {
      unpack: async (spec) => {
        this.unpacked.push(spec);
        await this.beforeUnpack(spec);
        return unpackInProcess(spec);
      },
      removeTree: async (path) => rmSync(path, { recursive: true, force: true }),
      readInRoot: async () => null,
      walk: walkPlain,
    };
    const { folder, registries, configFolders, events } = this;
    const using = (id: string) => this.users.get(id) ?? [];
    this.images = new Images({ folder, registries, events, host, using, configFolders, ...options });
    return this.images;
  }

  async start(): Promise<this> {
    await this.images.recover();
    return this;
  }

  async aci(name: string, options: { manifest?: object; compress?: boolean; content?: string } = {}): Promise<string> {
    mkdirSync(join(this.dir, "in"), { recursive: true });
    const path = join(this.dir, "in", `${name}.aci`);
    writeFileSync(path, await aciBytes(name, options));
    return path;
  }

  async fetch(source: string, signal = new AbortController().signal, actor = admin) {
    return last(this.images.fetch({ source, ...trusting }, actor, signal));
  }

  /** Every file of the store below its four folders, blobs and trees by their names only. */
  get contents(): Record<string, string[]> {
    const list = (...parts: string[]) => readdirSync(join(this.folder, ...parts)).sort();
    return {
      blobs: list("blobs").flatMap((algorithm) => list("blobs", algorithm)),
      trees: list("trees"),
      records: list("records"),
      tmp: list("tmp"),
    };
  }

  /** Downloads that were not whole, or not believed yet. */
  get partial(): string[] {
    return readdirSync(join(this.folder, "partial")).sort();
  }

  drop(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export async function aciBytes(
  name: string,
  { manifest = {}, compress = false, content = name }: { manifest?: object; compress?: boolean; content?: string } = {},
): Promise<Buffer> {
  const own = { uid: 0, gid: 0, mode: 0o755 };
  const files = [
    { path: "", type: "dir" as const, ...own },
    { path: "hello", type: "file" as const, ...own, content: Buffer.from(content) },
  ];
  const base = { acKind: "ImageManifest", acVersion: "0.8.11", name: `example.com/${name}` };
  const version = { labels: [{ name: "version", value: "1" }] };
  const parts: Buffer[] = [];
  for await (const part of aciStream(files, {
    manifest: { ...base, ...version, ...manifest },
    compression: compress ? "gzip" : "none",
  }))
    parts.push(part);
  return Buffer.concat(parts);
}

/** The image of the last line. */
export async function last(lines: AsyncIterable<ImageProgress>) {
  for await (const line of lines) if (line.type === "done") return line.image;
  throw new Error("the fetch ended without a last line");
}
