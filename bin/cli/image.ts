/** `craton image list | rm | cat-manifest | export`. */
import { UsageError } from "./failure.ts";

export const options = `  list [--full] [--no-legend]       all images
  rm IMAGE…                         remove images that no running pod uses
  cat-manifest [--pretty-print] IMAGE   the image's manifest
  export [--overwrite] IMAGE FILE   write the image as an ACI
IMAGE is an ID, a unique beginning of one, or NAME[:VERSION].`;

export async function run(argv: string[]): Promise<number> {
  const at = argv.findIndex((word) => ["list", "rm", "cat-manifest", "export"].includes(word));
  const verb = argv[at];
  const rest = argv.filter((_, i) => i !== at);
  if (verb === "list") return (await import("./image-list.ts")).run(rest);
  if (verb === "rm") return (await import("./image-rm.ts")).run(rest);
  if (verb === "cat-manifest") return (await import("./image-cat-manifest.ts")).run(rest);
  if (verb === "export") return (await import("./image-export.ts")).run(rest);
  const { HelpWanted } = await import("./options.ts");
  if (argv.includes("--help") || argv.includes("-h")) throw new HelpWanted();
  throw new UsageError("give list, rm, cat-manifest or export after craton image");
}
