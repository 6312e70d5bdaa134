/** Registries as edges use them: the administrator's file and what the agent keeps, tested, changed, looked into. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { RegistryEntry } from "../../../lib/contract/registry.ts";
import { may } from "../../../lib/contract/roles.ts";
import type { EventService } from "../../event/service.ts";
import type { Actor } from "../../pod/service.ts";
import { authorityNames } from "./authorities.ts";
import { repositoriesOf, tagsOf } from "./browse-lists.ts";
import { Registries, type RegistrySettings, readRegistriesFile } from "./config.ts";
import type { KeptRegistries, KeptRegistry } from "./kept.ts";
import { nextEntry } from "./next-entry.ts";
import { probeRegistry } from "./probe.ts";
import { parseReference } from "./reference.ts";
import { describeImage } from "./remote-image.ts";
import type { RegistryService } from "./service.ts";

export type RegistryServiceOptions = {
  node: string;
  /** STATE/agent/registries.json; need not exist. */
  file: string;
  kept: KeptRegistries;
  /** This node's CPU as OCI names it. */
  cpu: string;
  events: Pick<EventService, "emit">;
  now?: () => number;
};

export function registryService(options: RegistryServiceOptions): RegistryService {
  const { node, file, kept, cpu, events, now = Date.now } = options;
  const all = () => Registries.read(file, kept.settings);
  const by = (actor: Actor) => ({ user: actor.user, at: new Date(now()).toISOString() });
  const tell = (reason: string, message: string, { user }: Actor) =>
    events.emit({ level: "normal", reason, message, noun: "node", id: node, name: node, app: null, user }, {});

  const list = async (actor: Actor) => {
    const isShown = may(actor.role, "update", "registry") === null;
    const own = await readRegistriesFile(file);
    const entries = [
      ...Object.entries(own).map(([host, settings]) => fileEntry(host, settings, isShown)),
      ...Object.entries(kept.entries)
        .filter(([host]) => own[host] === undefined)
        .map(([host, entry]) => keptEntry(host, entry, kept, isShown)),
    ];
    return { registries: entries.sort((a, b) => (a.host < b.host ? -1 : 1)) };
  };
  const notOfFile = async (host: string) => {
    if ((await readRegistriesFile(file))[host]) throw new CratonError("registry-fixed", { registry: host, path: file });
  };
  const referenceOf = (host: string, repository: string, reference: string) => {
    const glue = reference === "" ? "" : reference.includes(":") ? "@" : ":";
    const parsed = parseReference(`docker://${host}/${repository}${glue}${reference}`);
    if (parsed.registry === host) return parsed;
    throw new CratonError("bad-name", { value: host, what: "registry", why: "it needs a dot or a port" });
  };

  return {
    list,
    async put(host, { untested, ...wish }, actor, signal) {
      await notOfFile(host);
      const seal = (username: string, password: string) => kept.sealed(host, username, password);
      const tried = nextEntry(wish, kept.entries[host], seal, by(actor));
      const check = untested
        ? null
        : await probeRegistry(host, (await all()).with(host, kept.settingsOf(host, tried)), signal);
      await kept.change((entries) => ({ ...entries, [host]: nextEntry(wish, entries[host], seal, by(actor)) }));
      tell("RegistrySet", `registry ${host} was set`, actor);
      return { ...(await list(actor)), check };
    },
    async remove(host, actor) {
      await notOfFile(host);
      await kept.change((entries) => {
        const { [host]: gone, ...rest } = entries;
        if (gone === undefined) throw new CratonError("not-found", { what: "registry", value: host });
        return rest;
      });
      tell("RegistryRemoved", `the settings of registry ${host} were removed`, actor);
      return { ...(await list(actor)), check: null };
    },
    async test({ host, settings }, signal) {
      if (settings === undefined) return probeRegistry(host, await all(), signal);
      await notOfFile(host);
      const seal = (username: string, password: string) => kept.sealed(host, username, password);
      const tried = nextEntry(settings, kept.entries[host], seal, { user: "", at: new Date(now()).toISOString() });
      return probeRegistry(host, (await all()).with(host, kept.settingsOf(host, tried)), signal);
    },
    repositories: async (host, page, signal) => repositoriesOf(host, await all(), page, signal),
    tags: async (host, repository, page, signal) =>
      tagsOf(referenceOf(host, repository, ""), await all(), page, signal),
    image: async (host, repository, reference, signal) =>
      describeImage(referenceOf(host, repository, reference), await all(), cpu, signal),
  };
}

function fileEntry(host: string, settings: RegistrySettings, isShown: boolean): RegistryEntry {
  const { plainHttp = false, mirrors = [], tokenHosts = [], ca, username } = settings;
  const common = { host, origin: "file", plainHttp, mirrors, tokenHosts, problem: null } as const;
  const authorities = ca === undefined ? [] : [isShown ? ca : "of the node's own"];
  const credentials = { hasCredentials: username !== undefined, username: isShown ? (username ?? null) : null };
  return { ...common, authorities, ...credentials, updatedAt: null, updatedBy: null };
}

function keptEntry(host: string, entry: KeptRegistry, kept: KeptRegistries, isShown: boolean): RegistryEntry {
  const { plainHttp, mirrors, tokenHosts, ca, username, updatedAt, updatedBy } = entry;
  const common = { host, origin: "kept", plainHttp, mirrors, tokenHosts, updatedAt, updatedBy } as const;
  const credentials = { hasCredentials: username !== null, username: isShown ? username : null };
  return {
    ...common,
    authorities: authorityNames(ca),
    ...credentials,
    problem: problemOf(kept.settingsOf(host, entry)),
  };
}

/** A password that another key sealed. */
function problemOf({ password }: RegistrySettings): string | null {
  try {
    password?.();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
