/** The options of `craton run`: of the pod, and of the app of an image before or after them. */
import { common, type OptionTable } from "./options.ts";

export const podOptions = {
  ...common,
  "insecure-options": { type: "string", multiple: true },
  "pull-policy": { type: "string" },
  "uuid-file-save": { type: "string" },
  net: { type: "string", bare: "default" },
  port: { type: "string", multiple: true },
  volume: { type: "string", multiple: true },
  hostname: { type: "string" },
  "pod-manifest": { type: "string" },
  detach: { type: "boolean" },
  interactive: { type: "boolean" },
} as const satisfies OptionTable;

export const appOptions = {
  name: { type: "string" },
  exec: { type: "string" },
  user: { type: "string" },
  group: { type: "string" },
  "supplementary-gids": { type: "string" },
  "working-dir": { type: "string" },
  environment: { type: "string", multiple: true },
  memory: { type: "string" },
  cpu: { type: "string" },
  "caps-retain": { type: "string", multiple: true },
  "caps-remove": { type: "string", multiple: true },
  "readonly-rootfs": { type: "boolean" },
  mount: { type: "string", multiple: true },
} as const satisfies OptionTable;

export const runOptionsHelp = `Options of the pod:
  --insecure-options=image     allow images without a signature
  --pull-policy=POLICY         new (default): fetch what is not in the store; update: always; never
  --uuid-file-save=FILE        write the pod's UUID to FILE
  --net=default|none|host      the pod's network
  --port=NAME:[HOSTIP:]PORT    forward a host port to an image's port NAME, or to a number: --port=80/tcp:8080
  --volume=NAME,kind=host,source=DIR[,readOnly=true][,recursive=false]
  --volume=NAME,kind=empty[,mode=0755][,uid=N][,gid=N]
  --hostname=NAME
  --pod-manifest=FILE          run this manifest; then no image and no option of an app is given
  --detach                     print the UUID and leave the pod running
  --interactive                give the app this terminal, or this standard input

Options of an app, before its image or after it:
  --exec=PROGRAM  --name=NAME  --user=USER  --group=GROUP  --supplementary-gids=1,2
  --working-dir=DIR  --environment=NAME=VALUE  --memory=256Mi  --cpu=500m
  --caps-retain=CAP_A,CAP_B  --caps-remove=…  --readonly-rootfs
  --mount volume=NAME,target=PATH[,readOnly=true]

In the foreground the app's output is written as it comes, Ctrl-C stops the pod, and the exit status is the app's.`;
