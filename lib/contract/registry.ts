/** Registries as a node knows them, how they are set, and what can be looked at in them. No secret is in any answer. */
import { z } from "zod";
import { isHost } from "./registry-host.ts";

/** `docker.io`, `quay.io`, `127.0.0.1:5000`. */
export const registryHost = z.string().refine(isHost, "must be HOST or HOST:PORT in lower case");
const hosts = z.array(registryHost).max(8);

export const registryEntry = z.object({
  host: registryHost,
  /** `file`: the administrator's registries.json on the node, which wins and is changed there alone. `kept`: set through the agent. */
  origin: z.enum(["file", "kept"]),
  plainHttp: z.boolean(),
  /** Asked first, in order. */
  mirrors: hosts,
  /** Subjects of the only authorities that are trusted for it; empty means those of the system. */
  authorities: z.array(z.string()),
  hasCredentials: z.boolean(),
  /** Null also for those who may not change registries. */
  username: z.string().nullable(),
  /** Other hosts that may see the credentials, since they hand out its tokens. */
  tokenHosts: hosts,
  updatedAt: z.iso.datetime().nullable(),
  updatedBy: z.string().nullable(),
  /** Why it cannot be used as it is; null when it can. */
  problem: z.string().nullable(),
});
export type RegistryEntry = z.infer<typeof registryEntry>;

/** GET /v1/registries. */
export const registryList = z.object({ registries: z.array(registryEntry) });
export type RegistryList = z.infer<typeof registryList>;

const noControls = /^[^\p{Cc}]*$/u;
const settings = {
  plainHttp: z.boolean().default(false),
  mirrors: hosts.default([]),
  /** PEM certificates. Null: the system's authorities. Left out: as it is. */
  ca: z.string().max(65_536).nullish(),
  username: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^:\p{Cc}]*$/u, "must have no colon and no control characters")
    .nullable()
    .default(null),
  /** Left out: as it is, which only goes while it is sent to the same places in the same way. */
  password: z.string().min(1).max(16_384).regex(noControls, "must have no control characters").optional(),
  tokenHosts: hosts.default([]),
};

/** PUT /v1/registries/HOST (administrators). The registry is asked first; `untested` keeps it although it does not answer well. */
export const registryPut = z.strictObject({ ...settings, untested: z.boolean().default(false) });
export type RegistryPut = z.infer<typeof registryPut>;

/** POST /v1/registries/test (administrators): what a PUT would keep, tried and forgotten. Alone `host` tests what is there. */
export const registryTest = z.strictObject({ host: registryHost, settings: z.strictObject(settings).optional() });
export type RegistryTest = z.infer<typeof registryTest>;

/** A test that went well; one that did not is an error. */
export const registryCheck = z.object({
  host: registryHost,
  /** What was asked. */
  url: z.string(),
  /** How it lets this node in. */
  access: z.enum(["open", "basic", "token", "anonymous-token"]),
  milliseconds: z.number().int(),
});
export type RegistryCheck = z.infer<typeof registryCheck>;

/** Answers of PUT and DELETE. */
export const registryChange = registryList.extend({ check: registryCheck.nullable() });
export type RegistryChange = z.infer<typeof registryChange>;
