/** `tour --state DIR`: builds the tour image and puts it into the store of this machine's agent, unless it is there. */
import fs from "node:fs";
import path from "node:path";
import { buildTourImage, tourName } from "../agent/image/tour-image.ts";
import { connect, stateFolder } from "./cli/connection.ts";

const state = stateFolder(process.argv[process.argv.indexOf("--state") + 1]);
const { agent, caller } = connect({ state });
const { images } = await agent.images.list(caller);
if (!images.some(({ name }) => name === tourName)) {
  const folder = fs.mkdtempSync(path.join(state, "cli", "tour-"));
  try {
    const file = path.join(folder, "tour.aci");
    await buildTourImage(file);
    for await (const _line of agent.images.upload(caller, "tour.aci", fs.createReadStream(file), {
      insecureOptions: ["image"],
    }));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
agent.close();
