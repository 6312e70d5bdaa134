/** `craton fetch`: puts images into the store and prints their IDs. */
import { connect } from "./connection.ts";
import { each } from "./each.ts";
import { UsageError } from "./failure.ts";
import { fetchImage, inStore } from "./fetch-image.ts";
import { type ImageArgument, imageArgument, pullPolicy } from "./image-argument.ts";
import { common, formatOf, readOptions } from "./options.ts";
import { printJson, printLine } from "./output.ts";
import { passphraseFrom } from "./passphrase.ts";
import { insecureOptions } from "./run-values.ts";

const optionTable = {
  ...common,
  "insecure-options": { type: "string", multiple: true },
  "pull-policy": { type: "string" },
  signature: { type: "string" },
  "passphrase-file": { type: "string" },
  full: { type: "boolean" },
  from: { type: "string" },
} as const;
export const options = `  --insecure-options=LIST   leave out checks: image (a trusted key's signature, docs/trust.md), tls (the site's
                            certificate), http (allow plain http), all-fetch (all of them)
  --signature=FILE          the signature of an .aci file, when it does not lie beside it as FILE.asc
  --passphrase-file=FILE    its first line opens an encrypted image; else it is asked for on the terminal
  --pull-policy=POLICY      update (default), new, never
  --from=NODE               take images from another node, by their whole IDs
IMAGE is docker://REGISTRY/REPOSITORY[:TAG|@DIGEST] or the path of an .aci file.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, optionTable);
  if (positionals.length === 0) throw new UsageError("give images to fetch");
  const format = formatOf(values.format);
  const insecure = insecureOptions(values["insecure-options"]);
  const policy = pullPolicy(values["pull-policy"], "update");
  const { signature } = values;
  const passphrase = passphraseFrom(values["passphrase-file"]);
  if (signature !== undefined && positionals.length > 1) throw new UsageError("--signature is that of one image");
  const wanted = {
    ...{ insecure, policy },
    ...(signature === undefined ? {} : { signature }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  const connection = connect(values);
  return each(positionals, async (text) => {
    const argument = values.from === undefined ? imageArgument(text) : fromNode(values.from, text);
    if (policy !== "update" && (argument.kind === "remote" || argument.kind === "name")) {
      printLine(await inStore(connection, text, wanted));
      return;
    }
    const image = await fetchImage(connection, argument, wanted);
    if (format === "table") printLine(image.id);
    else printJson(image, format);
  });
}

/** The node's name or address is looked up by the agent that takes the image. */
function fromNode(node: string, id: string): ImageArgument {
  if (!/^sha512-[0-9a-f]{128}$/.test(id)) throw new UsageError(`--from needs whole image IDs, and ${id} is none`);
  return { kind: "remote", source: `node://${node}/${id}` };
}
