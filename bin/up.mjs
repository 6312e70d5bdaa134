/**
 * `npm start`: from a fresh clone to a console that answers. Plain JavaScript without dependencies, for any Node >= 18:
 * it installs what the rest needs, builds what is stale, starts keeper, agent and console, and supervises the two.
 */
import { readOptions, usage } from "./up/options.mjs";
import { Progress } from "./up/progress.mjs";
import { start } from "./up/start.mjs";

const isRoot = process.getuid?.() === 0;
// A hardened root's 077 would hide the release and the state folder from the console's user. What is secret has its own mode.
process.umask(0o022);
const progress = new Progress(process.stdout);

try {
  const options = readOptions(process.argv.slice(2), process.env, { root: isRoot });
  if (options.help) progress.line(usage);
  else await start(options, { isRoot, progress });
} catch (error) {
  progress.line(`craton: ${error.message}`);
  process.exit(1);
}
