/** All verbs: their one-line help, and their module, loaded when it is called. */
export type Verb = { summary: string; usage: string; load: () => Promise<VerbModule> };
/** `run` answers the exit status; `after` are the words behind the verb alone, as they were given. */
export type VerbModule = { run: (argv: string[], after: string[]) => Promise<number>; options: string };

const verb = (usage: string, summary: string, load: Verb["load"]): Verb => ({ usage, summary, load });

export const verbs: Record<string, Verb> = {
  run: verb(
    "run [OPTIONS] IMAGE [OPTIONS] [-- ARGS] [--- IMAGE …]",
    "fetch when needed, create a pod and follow it",
    () => import("./run.ts"),
  ),
  list: verb("list", "list pods", () => import("./list.ts")),
  status: verb("status UUID", "a pod's state, times, networks and exit codes", () => import("./status.ts")),
  logs: verb("logs [-f] UUID", "what a pod's apps wrote", () => import("./logs.ts")),
  enter: verb("enter UUID [CMD…]", "run a command inside a running app (also: exec)", () => import("./enter.ts")),
  stop: verb("stop UUID…", "stop pods", () => import("./stop.ts")),
  rm: verb("rm UUID…", "remove pods that have ended", () => import("./rm.ts")),
  fetch: verb("fetch IMAGE…", "put images into the store", () => import("./fetch.ts")),
  image: verb(
    "image list | rm IMAGE… | cat-manifest IMAGE | export IMAGE FILE",
    "images in the store",
    () => import("./image.ts"),
  ),
  trust: verb(
    "trust [KEY] --prefix=NAME | --root; trust list | rm | mask",
    "keys that may vouch for images",
    () => import("./trust.ts"),
  ),
  discover: verb(
    "discover NAME…",
    "where the site of a name says that its images, signatures and keys are",
    () => import("./discover.ts"),
  ),
  validate: verb("validate FILE…", "check manifests, images and image layouts", () => import("./validate.ts")),
  build: verb("build DIR OUT.aci", "make an image of a folder with manifest and rootfs", () => import("./build.ts")),
  "cat-manifest": verb("cat-manifest FILE.aci", "the manifest of an image file", () => import("./cat-manifest.ts")),
  "patch-manifest": verb(
    "patch-manifest [OPTIONS] IN.aci OUT.aci",
    "an image file with another manifest",
    () => import("./patch-manifest.ts"),
  ),
  registry: verb(
    "registry list | add HOST | test HOST | rm HOST",
    "how registries are reached, and as whom",
    () => import("./registry.ts"),
  ),
  user: verb(
    "user list | add NAME | reset NAME | role NAME ROLE | remove NAME",
    "users of the console",
    () => import("./user.ts"),
  ),
  audit: verb("audit verify", "prove that the console's audit log is whole", () => import("./audit.ts")),
  kubectl: verb(
    "kubectl …",
    "the embedded Kubernetes' own kubectl, with all that follows",
    () => import("./kubectl.ts"),
  ),
  doctor: verb("doctor", "what this host has, lacks, and what follows", () => import("./doctor.ts")),
  version: verb("version", "versions of craton and its parts", () => import("./version.ts")),
  help: verb("help [VERB]", "this text, or a verb's options", () => import("./help.ts")),
};

/** Other names of verbs. */
export const aliases: Record<string, string> = {
  exec: "enter",
  "--version": "version",
  "--help": "help",
  "-h": "help",
};
