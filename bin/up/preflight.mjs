/** Faults that are cheaper to find before anything is started: a taken port, a full disk, a folder that cannot be written. */
import fs from "node:fs";
import net from "node:net";
import path from "node:path";

const leastFree = 512 << 20;

export function checkState(state) {
  try {
    fs.mkdirSync(path.join(state, "run"), { recursive: true, mode: 0o755 });
    fs.accessSync(path.join(state, "run"), fs.constants.W_OK);
  } catch (error) {
    throw new Error(
      `the state folder ${state} cannot be written: ${error.code === "ENOTDIR" ? "a part of it is a file" : error.message}`,
    );
  }
  const { bavail, bsize } = fs.statfsSync(state);
  const free = bavail * bsize;
  if (free < leastFree)
    throw new Error(
      `the disk of ${state} has ${Math.round(free / (1 << 20))} MiB free, Craton needs ${leastFree >> 20} MiB`,
    );
}

/** `option` is how another port is chosen. */
export function checkPort(host, port, what, option) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => {
      if (error.code === "EADDRINUSE")
        reject(new Error(`port ${port} on ${host}, for ${what}, is taken; choose another with ${option}`));
      else reject(new Error(`${what} cannot listen on ${host} port ${port}: ${error.message}`));
    });
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}
