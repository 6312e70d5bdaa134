/**
 * `node bin/cluster-build.mjs`: builds the embedded Kubernetes when it is missing or stale and prints the binary's path.
 * `npm start` and `npm test` do the same. Plain JavaScript without dependencies, any Node >= 18.
 */
import { ensureBinary } from "./up/cluster/build.mjs";
import { tenths } from "./up/cluster/build-progress.mjs";

const ending = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(name, () => ending.abort(new Error("the build was broken off")));
// What is kept is run by users of its own.
process.umask(0o022);
try {
  const progress = tenths((text) => process.stderr.write(`${text}\n`));
  console.log(await ensureBinary({ signal: ending.signal, progress }));
} catch (error) {
  console.error(`craton: ${error.message}`);
  process.exitCode = 1;
}
