/** Starts the keeper, or takes up the one that pods of a former start keep alive; lets it go at the end. */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { nodePath } from "./checkout.mjs";
import { command } from "./command.mjs";

const socketOf = (state) => path.join(state, "run/keeper.sock");

/** Answers `{adopted, children}`; an adopted keeper runs on with its pods, whatever release started it. */
export async function startKeeper(state, release) {
  fs.mkdirSync(path.join(state, "run/log"), { recursive: true, mode: 0o755 });
  if (await answers(socketOf(state))) return { adopted: true, ...(await control(release, "keep", state)) };
  await command(path.join(release, "dist/keeper"), [
    "--daemon",
    "--socket",
    socketOf(state),
    "--pidfile",
    path.join(state, "run/keeper.pid"),
    "--log",
    path.join(state, "run/log/keeper.log"),
    "--cgroup-view",
    "auto",
  ]);
  return { adopted: false, children: 0 };
}

/** The keeper ends now, or with the last pod. Answers how many processes it still holds. */
export async function retireKeeper(state, release) {
  if (!(await answers(socketOf(state)))) return 0;
  const { children } = await control(release, "retire", state);
  return children;
}

async function control(release, verb, state) {
  return JSON.parse(await command(nodePath(), [path.join(release, "dist/keeper-control.js"), verb, socketOf(state)]));
}

function answers(socket) {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    connection.once("connect", () => {
      connection.destroy();
      resolve(true);
    });
    connection.once("error", () => resolve(false));
  });
}
