/** What crun and runc say when an app cannot run, in words that name what to mend. */
import { CratonError } from "../../../lib/contract/errors.ts";
import type { AppSpec } from "../host.ts";
import { appName } from "./config.ts";
import { lastError } from "./runtime.ts";

type Spec = Pick<AppSpec, "id" | "uuid" | "dir"> & { args: string[]; cwd: string };

/** Each: what it looks like in either runtime, and what it means. */
const meanings: [RegExp, (spec: Spec) => string][] = [
  [
    /executable file .* not found|exec: ".*": stat .*: no such file|exec: ".*": executable file not found/i,
    ({ args }) =>
      args[0]?.includes("/") ? "there is no such file in the image" : "there is no such file in any folder of PATH",
  ],
  [
    /chdir|getcwd|mkdir .*cwd|cwd .*(no such|not a dir)/i,
    ({ cwd }) => `the working directory ${cwd} cannot be entered`,
  ],
  [/open executable|exec: ".*": permission denied|exec: ".*": is a directory/i, () => "it is not an executable file"],
  [/exec format error/i, () => "it is no program for this machine"],
  [/container .*(not running|does not exist)|stopped container/i, () => "the app does not run"],
];

/** Of a failed create or exec: `exec-failed` where the app's own wishes are at fault, `no-space`, else `host-failed`. */
export function createError(spec: Spec, command: string, text: string): CratonError {
  if (/no space left on device|disk quota exceeded/i.test(text)) return new CratonError("no-space", { path: spec.dir });
  const why = lastError(text);
  const meaning = meanings.find(([pattern]) => pattern.test(why));
  if (!meaning) return new CratonError("host-failed", { command, why });
  return execFailed(spec, meaning[1](spec));
}

export function execFailed(spec: Spec, why: string): CratonError {
  return new CratonError("exec-failed", { app: appName(spec), command: spec.args[0] ?? "", why });
}
