/**
 * Pods on disk: STATE/agent/pods/PHASE/UUID with pod.json and status.json. The folder is the phase; moving is one rename
 * with both parents synced. docs/on-disk-format.md describes the files.
 */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { z } from "zod";
import { CratonError } from "../../lib/contract/errors.ts";
import { podUuid } from "../../lib/contract/ids.ts";
import { type Disk, diskError, isTempName } from "../disk.ts";
import { mayMove, type Phase, phases } from "./phase.ts";
import { type PodFile, podFile, recordVersion, type Status, statusFile } from "./record.ts";

export type Loaded = { file: PodFile; status: Status };

export class PodStore {
  readonly root: string;
  readonly #disk: Disk;
  constructor(root: string, disk: Disk) {
    this.root = root;
    this.#disk = disk;
  }

  folder(phase: Phase, uuid: string): string {
    return join(this.root, phase, uuid);
  }
  async prepareFolders(): Promise<void> {
    for (const phase of phases) await this.#disk.mkdirDurable(join(this.root, phase));
  }

  /** Makes embryo/UUID with both files and moves it to `prepare`: from then on the UUID is taken. */
  async conceive(file: PodFile, status: Status): Promise<void> {
    const folder = this.folder("embryo", file.uuid);
    try {
      await mkdir(folder, { mode: 0o700 });
    } catch (cause) {
      throw diskError(cause, folder, "made");
    }
    await this.#disk.writeDurable(join(folder, "pod.json"), JSON.stringify(file));
    await this.#disk.writeDurable(join(folder, "status.json"), JSON.stringify(status));
    await this.move(file.uuid, "embryo", "prepare");
  }
  async move(uuid: string, from: Phase, to: Phase): Promise<void> {
    if (!mayMove(from, to)) throw new CratonError("internal", { why: `pod ${uuid} may not go from ${from} to ${to}` });
    await this.#disk.renameDurable(this.folder(from, uuid), this.folder(to, uuid));
  }
  async saveStatus(phase: Phase, uuid: string, status: Status): Promise<void> {
    await this.#disk.writeDurable(join(this.folder(phase, uuid), "status.json"), JSON.stringify(status));
  }

  /** Every pod folder there is; what is no UUID is reported by its name in `strange`. */
  async scan(): Promise<{ found: { phase: Phase; uuid: string }[]; strange: string[] }> {
    const found: { phase: Phase; uuid: string }[] = [];
    const strange: string[] = [];
    for (const phase of phases) {
      for (const name of await readdir(join(this.root, phase))) {
        if (podUuid.safeParse(name).success) found.push({ phase, uuid: name });
        else strange.push(join(this.root, phase, name));
      }
    }
    return { found, strange };
  }
  /** Drops writes that were cut off. Throws `state-newer`, or `disk-failed` when a file is missing or unreadable. */
  async load(phase: Phase, uuid: string): Promise<Loaded> {
    const folder = this.folder(phase, uuid);
    const file = (await readRecord(join(folder, "pod.json"), podFile)) as PodFile;
    if (file.uuid !== uuid) throw unreadable(join(folder, "pod.json"), `it belongs to pod ${file.uuid}`);
    const status = await readRecord(join(folder, "status.json"), statusFile);
    const missing = file.plan.apps.find(({ name }) => !status.apps[name]);
    if (missing) throw unreadable(join(folder, "status.json"), `it lacks app ${missing.name}`);
    for (const name of await readdir(folder)) if (isTempName(name)) await rm(join(folder, name), { force: true });
    return { file, status };
  }
  /** Moves an unreadable pod out of the way, where a person can look at it. Answers where to. */
  async setAside(phase: Phase, uuid: string, now: number): Promise<string> {
    const folder = join(this.root, "broken");
    await this.#disk.mkdirDurable(folder);
    const to = join(folder, `${uuid}.${now}`);
    await this.#disk.renameDurable(this.folder(phase, uuid), to);
    return to;
  }
}

const unreadable = (path: string, why: string, cause?: unknown) =>
  new CratonError("disk-failed", { path, verb: "read", why }, { cause });

async function readRecord<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    if (cause instanceof SyntaxError) throw unreadable(path, "it is no JSON", cause);
    throw diskError(cause, path, "read");
  }
  const version = (value as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > recordVersion)
    throw new CratonError("state-newer", { path, got: version, known: recordVersion });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw unreadable(path, `${["$", ...(first?.path ?? [])].join(".")}: ${first?.message ?? "it does not fit"}`);
}
