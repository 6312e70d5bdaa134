/** `craton image extract`: this one image, without those that it is built on, as a folder. What comes must have the image's ID. */
import { CratonError } from "../../lib/contract/errors.ts";
import { connect } from "./connection.ts";
import { unpackArguments, unpackTo } from "./image-unpack.ts";
import { printLine } from "./output.ts";

export async function run(argv: string[]): Promise<number> {
  const wanted = unpackArguments(argv);
  const { agent, caller } = connect(wanted.values);
  const { id } = await agent.images.get(caller, wanted.image);
  const got = await unpackTo(await agent.images.aci(caller, id), wanted);
  if (got !== id) throw new CratonError("bad-digest", { what: `the ACI of ${wanted.image}`, got, wanted: id });
  printLine(id);
  return 0;
}
