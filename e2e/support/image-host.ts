/** The image store over the real keeper, with a state folder of the test's own. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LinuxHost, linuxHost } from "../../agent/host/linux.ts";
import { admin, EventList, last, trusting } from "../../agent/image/images.fixture.ts";
import { Images, type ImagesOptions } from "../../agent/image/images.ts";
import { startKeeper, type TestKeeper } from "./keeper.ts";

export class ImageHost {
  readonly state: string;
  readonly events = new EventList();
  readonly host: LinuxHost;
  readonly keeper: TestKeeper;
  images: Images;
  using: (id: string) => string[] = () => [];

  static async start(options: { state?: string } = {}): Promise<ImageHost> {
    const state = options.state ?? mkdtempSync(join(tmpdir(), "craton-state-"));
    return new ImageHost(state, await startKeeper()).recovered();
  }

  constructor(state: string, keeper: TestKeeper) {
    this.state = state;
    this.keeper = keeper;
    mkdirSync(join(state, "agent"), { recursive: true, mode: 0o700 });
    this.host = linuxHost({
      state,
      keeperSocket: keeper.socket,
      bridge: "cratontest",
      subnet: "10.99.0.0/16",
      cgroup: "craton-image-test",
      cniPath: "/usr/lib/cni",
    });
    this.images = this.open();
  }

  open(options: Partial<ImagesOptions> = {}): Images {
    const { host, events } = this;
    const folder = join(this.state, "agent/images");
    const registries = join(this.state, "agent/registries.json");
    const configFolders = { system: join(this.state, "system"), local: join(this.state, "local") };
    this.images = new Images({
      folder,
      registries,
      configFolders,
      host,
      events,
      using: (id) => this.using(id),
      ...options,
    });
    return this.images;
  }

  async recovered(): Promise<this> {
    await this.images.recover();
    return this;
  }

  configure(registries: Record<string, object>): void {
    writeFileSync(join(this.state, "agent/registries.json"), JSON.stringify({ registries }));
  }

  fetch(source: string, signal = new AbortController().signal) {
    return last(this.images.fetch({ source, ...trusting }, admin, signal));
  }

  /** What is in the store's folders, by name. */
  list(...parts: string[]): string[] {
    return readdirSync(join(this.state, "agent/images", ...parts)).sort();
  }

  get isEmpty(): boolean {
    const blobs = this.list("blobs").flatMap((algorithm) => this.list("blobs", algorithm));
    return [...blobs, ...this.list("trees"), ...this.list("records"), ...this.list("tmp")].length === 0;
  }

  async removeAll(): Promise<void> {
    for (const { id } of this.images.list()) await this.images.remove(id, admin);
  }

  async stop(): Promise<void> {
    await this.images.close();
    await this.host.close();
    await this.keeper.stop();
    rmSync(this.state, { recursive: true, force: true });
  }
}
