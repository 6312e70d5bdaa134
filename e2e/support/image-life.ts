/**
 * One life of an image store that ends by SIGKILL before its N-th durable step: run as `node image-life.ts FOLDER STEP VERB ARGUMENT`,
 * with VERB `fetch PATH` or `remove REF`. Prints the number of steps when it came to its end.
 */
import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type DiskSteps, diskOver, realDiskSteps } from "../../agent/disk.ts";
import { admin, EventList, last, trusting } from "../../agent/image/images.fixture.ts";
import { Images } from "../../agent/image/images.ts";
import { unpackInProcess } from "../../agent/image/unpack/in-process.ts";
import { walkPlain } from "../../agent/image/unpack/plain-walk.ts";

const [folder = "", step = "", verb = "", argument = ""] = process.argv.slice(2);
let taken = 0;
const die = () => {
  if (++taken === Number(step)) process.kill(process.pid, "SIGKILL");
};
const steps: DiskSteps = {
  write: async (path, data, mode) => {
    die();
    await realDiskSteps.write(path, data, mode);
  },
  rename: async (from, to) => {
    die();
    await realDiskSteps.rename(from, to);
  },
  syncFolder: async (path) => {
    die();
    await realDiskSteps.syncFolder(path);
  },
  mkdir: async (path, mode) => {
    die();
    return realDiskSteps.mkdir(path, mode);
  },
  remove: async (path) => {
    die();
    await realDiskSteps.remove(path);
  },
};
const host = {
  unpack: async (spec: Parameters<typeof unpackInProcess>[0]) => {
    die();
    const result = await unpackInProcess(spec);
    die();
    return result;
  },
  removeTree: async (path: string) => {
    die();
    rmSync(path, { recursive: true, force: true });
  },
  readInRoot: async () => null,
  walk: walkPlain,
};
const images = new Images({
  folder,
  registries: join(dirname(folder), "registries.json"),
  configFolders: { system: join(dirname(folder), "system"), local: join(dirname(folder), "local") },
  host,
  events: new EventList(),
  using: () => [],
  disk: diskOver(steps),
});
await images.recover();
taken = 0;
if (verb === "fetch") await last(images.fetch({ source: argument, ...trusting }, admin, new AbortController().signal));
else await images.remove(argument, admin);
process.stdout.write(`${taken}\n`);
