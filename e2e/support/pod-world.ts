/** The pod core on a temporary state folder over WorldHost: created, restarted, cut off and looked into by tests. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Disk } from "../../agent/disk.ts";
import { Events } from "../../agent/event/events.ts";
import type { Host } from "../../agent/host/host.ts";
import type { ImageService } from "../../agent/image/service.ts";
import { phases } from "../../agent/pod/phase.ts";
import { Pods } from "../../agent/pod/pods.ts";
import type { Actor } from "../../agent/pod/service.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { PodCreate } from "../../lib/contract/pod.ts";
import { WorldHost } from "./world-host.ts";

export const admin: Actor = { user: "ada", role: "admin" };
export const editor: Actor = { user: "eve", role: "editor" };
export const viewer: Actor = { user: "vic", role: "viewer" };
export const imageId = `sha512-${"ab".repeat(64)}`;

const manifest = {
  acKind: "ImageManifest",
  acVersion: "0.8.11",
  name: "example.com/box",
  labels: [
    { name: "os", value: "linux" },
    { name: "version", value: "1" },
  ],
  app: {
    exec: ["/bin/app"],
    user: "0",
    group: "0",
    ports: [{ name: "web", protocol: "tcp", port: 80 }],
    mountPoints: [{ name: "data", path: "/data" }],
  },
};

/** In memory where there is such a folder: the tests write durably, thousands of times. */
const base = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

/** One image, `box`, whose tree is an empty folder. */
export function boxImages(tree: string): ImageService {
  const none = () => Promise.reject(new CratonError("unsupported", { what: "this", why: "a test" }));
  const forPod: ImageService["forPod"] = (ref) => {
    if (ref !== "box" && ref !== imageId) throw new CratonError("image-not-found", { image: ref });
    return { id: imageId, name: "example.com/box", manifest, lower: [tree] };
  };
  return {
    ...{ recover: none, list: () => [], manifest: () => manifest, forPod, remove: none, close: none },
    get: () => {
      throw new CratonError("image-not-found", { image: "box" });
    },
    async *fetch() {},
    async *upload() {},
  };
}

/** One app of the image `box`; words go to its command line. */
export const box = (words: string[] = [], more: Partial<PodCreate> = {}): PodCreate => ({
  apps: [{ image: "box", name: "main", exec: ["/bin/app", ...words] }],
  net: "default",
  ...more,
});
/** Several apps, named a, b, c, …, each with its words. */
export const boxes = (words: string[][], more: Partial<PodCreate> = {}): PodCreate => ({
  apps: words.map((exec, i) => ({ image: "box", name: String.fromCharCode(97 + i), exec: ["/bin/app", ...exec] })),
  ...more,
});

export class PodWorld {
  readonly state: string;
  readonly host: WorldHost;
  events: Events;
  pods: Pods;
  readonly reports: string[] = [];

  /** `state`: a folder that is there already, with its kernel in the file `world.json`. */
  constructor(state?: string) {
    this.state = state ?? mkdtempSync(join(base, "craton-pods-"));
    this.host = new WorldHost(this.state, state === undefined ? null : join(this.state, "world.json"));
    mkdirSync(join(this.state, "tree"), { recursive: true });
    this.events = new Events(join(this.state, "agent/events.db"));
    this.pods = this.core();
  }
  core(more: { host?: Host; disk?: Disk; events?: Events } = {}): Pods {
    return new Pods({
      ...{ state: this.state, node: "node-a", host: this.host, events: this.events },
      images: boxImages(join(this.state, "tree")),
      report: (error, what) => void this.reports.push(`${what}: ${error instanceof Error ? error.message : error}`),
      ...more,
    });
  }
  static async start(state?: string): Promise<PodWorld> {
    const made = new PodWorld(state);
    await made.pods.recover();
    return made;
  }
  /** As after an orderly end, or with `cut`, after a SIGKILL: the old core is left as it stands. */
  async restart({ cut = false }: { cut?: boolean } = {}): Promise<void> {
    if (!cut) await this.pods.close();
    this.events.close();
    this.events = new Events(join(this.state, "agent/events.db"));
    this.pods = this.core();
    await this.pods.recover();
  }
  async stop(): Promise<void> {
    await this.pods.close();
    this.events.close();
    rmSync(this.state, { recursive: true, force: true });
  }

  /** `phase/UUID` of every pod folder. */
  folders(): string[] {
    const root = join(this.state, "agent/pods");
    return [...phases, "broken"].flatMap((phase) =>
      existsSync(join(root, phase)) ? readdirSync(join(root, phase)).map((name) => `${phase}/${name}`) : [],
    );
  }
  file(path: string): unknown {
    return JSON.parse(readFileSync(join(this.state, "agent/pods", path), "utf8"));
  }
  /** What the kernel holds. */
  held(): string[] {
    return [...Object.keys(this.host.world.sandboxes), ...Object.keys(this.host.world.apps)].sort();
  }
  async told(): Promise<{ reason: string; version: number | null; message: string; level: string }[]> {
    const lines = [];
    const { signal } = new AbortController();
    for await (const { event, pod } of this.events.read(0, { follow: false, signal }))
      lines.push({ reason: event.reason, version: pod?.version ?? null, message: event.message, level: event.level });
    return lines;
  }
  async reasons(): Promise<string[]> {
    return (await this.told()).map(({ reason }) => reason);
  }
  /** Resolves when the pod's view satisfies `test`, at the latest event or at once. */
  async until(uuid: string, test: (pod: ReturnType<Pods["get"]>) => boolean): Promise<ReturnType<Pods["get"]>> {
    const abort = new AbortController();
    for await (const _ of this.changes(abort.signal)) {
      const pod = this.pods.list().find((one) => one.uuid === uuid);
      if (pod && test(pod)) return pod;
    }
    throw new Error(`pod ${uuid} never got there`);
  }
  async *changes(signal: AbortSignal): AsyncGenerator<number> {
    yield this.events.last;
    for await (const { event } of this.events.read(this.events.last, { follow: true, signal })) yield event.seq;
  }
}

/** The code that a verb was refused with, `none` when it was not, the words of any other error. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "none";
  } catch (error) {
    return error instanceof CratonError ? error.code : String(error);
  }
}
