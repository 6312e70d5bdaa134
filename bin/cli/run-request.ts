/** The arguments of `craton run` as the request that the agent takes. */
import { randomUUID } from "node:crypto";
import fs from "node:fs";
import type { AppCreate, PodCreate } from "../../lib/contract/pod.ts";
import { UsageError } from "./failure.ts";
import type { ImageArguments, RunArguments } from "./run-arguments.ts";
import { amount, mountOption, portOption, variableOption, volumeOption, wholeNumber, words } from "./run-values.ts";

/** How the app's stdio is joined to ours; null in the background and without --interactive. */
export type Stdio = { tty: boolean } | null;

/** `refs`: what each image is called in the store. */
export function runRequest({ pod, images }: RunArguments, refs: readonly string[], stdio: Stdio): PodCreate {
  const { net, hostname, volume = [], port = [] } = pod;
  if (net !== undefined && net !== "default" && net !== "none" && net !== "host") {
    throw new UsageError(`--net is default, none or host, not ${net}`);
  }
  const common: PodCreate = {
    uuid: randomUUID(),
    ...(net === undefined ? {} : { net }),
    ...(hostname === undefined ? {} : { hostname }),
  };
  const file = pod["pod-manifest"];
  if (file !== undefined) {
    const extra = images.length > 0 ? "an image" : volume.length > 0 ? "--volume" : port.length > 0 ? "--port" : null;
    if (extra ?? stdio) throw new UsageError(`${extra ?? "--interactive"} cannot be given beside --pod-manifest`);
    return { ...common, manifest: fs.readFileSync(file, "utf8") };
  }
  if (images.length === 0) throw new UsageError("give an image to run, or --pod-manifest=FILE");
  if (stdio && images.length > 1) throw new UsageError("--interactive is for a pod of one app");
  return {
    ...common,
    apps: images.map((image, i) => appRequest(image, refs[i] ?? image.image, stdio)),
    volumes: volume.map(volumeOption),
    ports: port.map(portOption),
  };
}

function appRequest({ options, args }: ImageArguments, ref: string, stdio: Stdio): AppCreate {
  const app: AppCreate = { image: ref };
  if (options.name !== undefined) app.name = options.name;
  if (options.exec !== undefined) app.exec = [options.exec];
  if (args.length > 0) app.args = args;
  if (options.environment) app.environment = options.environment.map(variableOption);
  if (options["working-dir"] !== undefined) app.workingDirectory = options["working-dir"];
  if (options.user !== undefined) app.user = options.user;
  if (options.group !== undefined) app.group = options.group;
  const gids = options["supplementary-gids"];
  if (gids !== undefined) {
    app.supplementaryGIDs = words([gids]).map((gid) => wholeNumber("supplementary-gids", gid, 4_294_967_294));
  }
  if (options.mount) app.mounts = options.mount.map(mountOption);
  if (options.memory !== undefined) app.memory = amount("memory", options.memory);
  if (options.cpu !== undefined) app.cpu = amount("cpu", options.cpu);
  if (options["caps-retain"]) app.capsRetain = words(options["caps-retain"]);
  if (options["caps-remove"]) app.capsRemove = words(options["caps-remove"]);
  if (options["readonly-rootfs"]) app.readOnlyRootFS = true;
  if (stdio) Object.assign(app, { tty: stdio.tty, stdin: true, stdinOnce: !stdio.tty } satisfies Partial<AppCreate>);
  return app;
}
