/** `craton image VERB`: one file a verb. */
import { UsageError } from "./failure.ts";

export const options = `  list [--full] [--no-legend]       all images
  rm IMAGE…                         remove images that no running pod uses
  cat-manifest [--pretty-print] IMAGE   the image's manifest
  export [--overwrite] IMAGE FILE   write the image as an ACI
  extract [--rootfs-only] [--overwrite] IMAGE DIR   unpack this one image
  render [--rootfs-only] [--overwrite] IMAGE DIR    unpack it with the images that it is built on
  verify IMAGE…                     read all bytes again, and make good what differs
  gc [--grace-period=24h] [--dry-run]   remove images that nothing has used for that long
IMAGE is an ID, a unique beginning of one, or NAME[:VERSION].`;

const verbs: Record<string, () => Promise<{ run(argv: string[]): Promise<number> }>> = {
  list: () => import("./image-list.ts"),
  rm: () => import("./image-rm.ts"),
  "cat-manifest": () => import("./image-cat-manifest.ts"),
  export: () => import("./image-export.ts"),
  extract: () => import("./image-extract.ts"),
  render: () => import("./image-render.ts"),
  verify: () => import("./image-verify.ts"),
  gc: () => import("./image-gc.ts"),
};

export async function run(argv: string[]): Promise<number> {
  const at = argv.findIndex((word) => Object.hasOwn(verbs, word));
  const load = verbs[argv[at] ?? ""];
  if (load) return (await load()).run(argv.filter((_, i) => i !== at));
  const { HelpWanted } = await import("./options.ts");
  if (argv.includes("--help") || argv.includes("-h")) throw new HelpWanted();
  throw new UsageError(`give one of ${Object.keys(verbs).join(", ")} after craton image`);
}
