/**
 * The agents that the console knows: STATE/console/agents.json, `[{name, address}]`, read at start and when it changes.
 * Clients are made on demand with the certificates of STATE/console/tls.
 */
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { type AgentClient, createAgentClient } from "../../api/agent/client.ts";
import { type AgentCredentials, type AgentEntry, agentEntry } from "../../contract/console.ts";
import { CratonError } from "../../contract/errors.ts";
import type { Log } from "../log.ts";
import { writeDurably } from "../store/durable-file.ts";
import { credentialsFor, proofOf, removeCredentials, writeCredentials } from "./credentials.ts";

const agentsFile = z.array(agentEntry).max(1000);

export class AgentRegistry {
  private readonly home: string;
  private readonly file: string;
  private readonly log: Log;
  private entries: AgentEntry[] = [];
  private readonly clients = new Map<string, AgentClient>();
  private readonly listeners = new Set<() => void>();
  private watcher: fs.FSWatcher | null = null;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(home: string, log: Log) {
    this.home = home;
    this.file = path.join(home, "agents.json");
    this.log = log;
    this.read();
    // The folder, not the file: a rename over the file is how it changes.
    this.watcher = fs.watch(home, (_event, name) => {
      if (name === "agents.json") this.read();
    });
  }

  list(): AgentEntry[] {
    return this.entries.slice();
  }

  /** `not-found`; `unavailable` when this console has no certificates. */
  client(name: string): AgentClient {
    const entry = this.entries.find((one) => one.name === name);
    if (!entry) throw new CratonError("not-found", { what: "node", value: name.slice(0, 253) });
    const known = this.clients.get(name);
    if (known && known.address === entry.address) return known;
    known?.close();
    const client = this.connect(entry);
    this.clients.set(name, client);
    return client;
  }

  /** A client for an agent that is not written down (yet). */
  connect(entry: AgentEntry, credentials?: AgentCredentials): AgentClient {
    const proof = credentials === undefined ? credentialsFor(this.home, entry.name) : proofOf(credentials);
    return createAgentClient({ address: entry.address, node: entry.name, ...proof });
  }

  /** `conflict` when the name or the address is there. */
  add(entry: AgentEntry, credentials?: AgentCredentials): Promise<AgentEntry[]> {
    return this.change(async (entries) => {
      const twin = entries.find((one) => one.name === entry.name || one.address === entry.address);
      if (twin) throw new CratonError("conflict", { what: "agent", value: `${twin.name} at ${twin.address}` });
      if (credentials) await writeCredentials(this.home, entry.name, credentials);
      return [...entries, entry].sort((a, b) => (a.name < b.name ? -1 : 1));
    });
  }

  async remove(name: string): Promise<AgentEntry[]> {
    const left = await this.change((entries) => {
      if (!entries.some((one) => one.name === name)) throw new CratonError("not-found", { what: "agent", value: name });
      return entries.filter((one) => one.name !== name);
    });
    await removeCredentials(this.home, name);
    return left;
  }

  /** Called after each change of the list. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.watcher?.close();
    this.watcher = null;
    for (const client of this.clients.values()) client.close();
  }

  private change(edit: (entries: AgentEntry[]) => AgentEntry[] | Promise<AgentEntry[]>): Promise<AgentEntry[]> {
    const done = this.writing.then(async () => {
      const next = await edit(this.entries);
      await writeDurably(this.file, `${JSON.stringify(next, null, 2)}\n`);
      this.take(next);
      return next;
    });
    this.writing = done.catch(() => {});
    return done;
  }

  private read(): void {
    try {
      this.take(fs.existsSync(this.file) ? agentsFile.parse(JSON.parse(fs.readFileSync(this.file, "utf8"))) : []);
    } catch (error) {
      // A broken file must not empty every list: the last good one stays.
      this.log.error("agents.json is not understood, the last list stays", error);
    }
  }

  private take(entries: AgentEntry[]): void {
    if (JSON.stringify(entries) === JSON.stringify(this.entries)) return;
    this.entries = entries;
    for (const [name, client] of this.clients) {
      if (entries.some((one) => one.name === name && one.address === client.address)) continue;
      client.close();
      this.clients.delete(name);
    }
    for (const listener of [...this.listeners]) listener();
  }
}
