/** What a registry has, as the node sees it with its own settings. Every text in it is the registry's or the image's, so hostile. */
import { z } from "zod";

/** Where a list goes on: an opaque text for the next question; null at the end. */
const next = z.string().max(2048).nullable();

/** GET /v1/registries/HOST/repositories. */
export const repositoryPage = z.object({
  repositories: z.array(z.string()),
  next,
  /** Why the registry shows no list (many do not): name a repository then. Null when it does. */
  refused: z.string().nullable(),
});
export type RepositoryPage = z.infer<typeof repositoryPage>;

/** GET /v1/registries/HOST/tags, in the registry's order. */
export const tagPage = z.object({ tags: z.array(z.string()), next });
export type TagPage = z.infer<typeof tagPage>;

const size = z.number().int().min(0);

/** One manifest of an index. */
export const remotePlatform = z.object({
  digest: z.string(),
  /** Bytes of the manifest. */
  size,
  /** `linux/arm64/v8`; null when the index does not say, as for attestations. */
  platform: z.string().nullable(),
  /** True for the one that this node would take. */
  chosen: z.boolean(),
});

export const remoteLayer = z.object({ digest: z.string(), size, mediaType: z.string() });

export const remoteStep = z.object({
  /** What made it. */
  by: z.string(),
  created: z.string().nullable(),
  comment: z.string().nullable(),
  /** The layer that it made, by its place in `layers`; null for a step that changed no file. */
  layer: z.number().int().nullable(),
});

export const remoteConfig = z.object({
  digest: z.string(),
  created: z.string().nullable(),
  author: z.string().nullable(),
  user: z.string().nullable(),
  workingDirectory: z.string().nullable(),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  environment: z.array(z.string()),
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
  stopSignal: z.string().nullable(),
  labels: z.array(z.object({ name: z.string(), value: z.string() })),
});

export const remoteManifest = z.object({
  digest: z.string(),
  platform: z.string(),
  /** Sum of the layers as they are downloaded. */
  size,
  layers: z.array(remoteLayer),
  history: z.array(remoteStep),
  config: remoteConfig,
});
export type RemoteManifest = z.infer<typeof remoteManifest>;

/** GET /v1/registries/HOST/image. */
export const remoteImage = z.object({
  /** `docker://HOST/REPOSITORY:TAG`, to be fetched. */
  source: z.string(),
  /** What the tag points at. */
  digest: z.string(),
  mediaType: z.string().nullable(),
  /** Of an index; empty for a single image. */
  platforms: z.array(remotePlatform),
  /** The image itself, or the one of the index that this node would take; null with `why` when it takes none. */
  image: remoteManifest.nullable(),
  why: z.string().nullable(),
});
export type RemoteImage = z.infer<typeof remoteImage>;
