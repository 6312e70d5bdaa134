/** `craton fetch`: puts images into the store and prints their IDs. */
import { connect } from "./connection.ts";
import { each } from "./each.ts";
import { UsageError } from "./failure.ts";
import { fetchImage, inStore } from "./fetch-image.ts";
import { imageArgument, pullPolicy } from "./image-argument.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { insecureOptions } from "./run-values.ts";

const optionTable = {
  ...common,
  "insecure-options": { type: "string", multiple: true },
  "pull-policy": { type: "string" },
  full: { type: "boolean" },
} as const;
export const options = `  --insecure-options=image  allow images without a signature
  --pull-policy=POLICY      update (default), new, never
IMAGE is docker://REGISTRY/REPOSITORY[:TAG|@DIGEST] or the path of an .aci file.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length === 0) throw new UsageError("give images to fetch");
  const format = formatOf(values.format);
  const insecure = insecureOptions(values["insecure-options"]);
  const policy = pullPolicy(values["pull-policy"], "update");
  const connection = connect(values);
  return each(positionals, async (text) => {
    const argument = imageArgument(text);
    if (policy !== "update" && argument.kind === "registry") {
      printLine(await inStore(connection, text, { insecure, policy }));
      return;
    }
    const image = await fetchImage(connection, argument, { insecure, policy });
    if (format === "table") printLine(image.id);
    else printJson(image, format);
  });
}
