/** How large a thing from outside may be, in bytes and pieces. */
export type ImageLimits = {
  /** A compressed archive or layer. */
  maxBlob: number;
  /** The plain tar of one archive or layer. */
  maxTar: number;
  /** Entries of one archive or layer. */
  maxEntries: number;
  maxLayers: number;
  /** Dependencies that one manifest names, and how deep they may go. */
  maxDependencies: number;
  maxDependencyDepth: number;
};

export const defaultLimits: ImageLimits = {
  maxBlob: 16 * 2 ** 30,
  maxTar: 32 * 2 ** 30,
  maxEntries: 1_000_000,
  maxLayers: 127,
  maxDependencies: 100,
  maxDependencyDepth: 16,
};
