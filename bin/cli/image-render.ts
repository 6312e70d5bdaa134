/** `craton image render`: what a pod sees of an image, with those that it is built on and their whitelists, as a folder. */
import { connect } from "./connection.ts";
import { unpackArguments, unpackTo } from "./image-unpack.ts";
import { printLine } from "./output.ts";

export async function run(argv: string[]): Promise<number> {
  const wanted = unpackArguments(argv);
  const { agent, caller } = connect(wanted.values);
  const { id } = await agent.images.get(caller, wanted.image);
  await unpackTo(await agent.images.rendered(caller, id), wanted);
  printLine(id);
  return 0;
}
