/**
 * `node bin/cluster-build.mjs`: builds the embedded Kubernetes when it is missing or stale and prints the binary's path.
 * `npm start` and `npm test` do the same. Plain JavaScript without dependencies, any Node >= 18.
 */
import { ensureBinary } from "./up/cluster/build.mjs";
import { Progress } from "./up/progress.mjs";

const ending = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(name, () => ending.abort(new Error("the build was broken off")));
// What is kept is run by users of its own.
process.umask(0o022);
const progress = new Progress(process.stderr);
try {
  const binary = await progress.step("embedded Kubernetes", (say) =>
    ensureBinary({
      signal: ending.signal,
      progress: ({ done, note }) => say(done === null ? note : `${Math.floor(done * 100)} % ${note}`),
    }),
  );
  console.log(binary);
} catch (error) {
  console.error(`craton: ${error.message}`);
  process.exitCode = 1;
}
