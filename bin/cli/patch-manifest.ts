/** `craton patch-manifest`, as actool's: another image with a changed manifest and the same files. Needs no agent. */
import fs from "node:fs";
import { parseImageManifest } from "../../agent/appc/image-manifest.ts";
import { manifestError } from "../../agent/appc/manifest-error.ts";
import { type AciCompression, compressed, manifestEntry, writeWhole } from "../../agent/image/build-aci.ts";
import { replaceManifest } from "../../agent/image/replace-manifest.ts";
import { ArchiveError } from "../../agent/image/unpack/archive-error.ts";
import { decompress } from "../../agent/image/unpack/decompress.ts";
import type { ImageManifest } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import { plainText } from "../../lib/format/plain-text.ts";
import { manifestOf, streamOf } from "./aci-file.ts";
import { compressionOf, nameFault, outputTable, sourceDate } from "./aci-output.ts";
import { failureLines, UsageError } from "./failure.ts";
import { common, readOptions } from "./options.ts";
import { type PatchFlags, patched } from "./patch-flags.ts";

const text = { type: "string" } as const;
const changeTable = {
  ...{ name: text, exec: text, user: text, group: text, "supplementary-groups": text, capability: text },
  ...{ "revoke-capability": text, mounts: text, ports: text, isolators: text },
  ...{ "seccomp-mode": text, "seccomp-set": text },
} as const;
const optionTable = {
  ...common,
  ...outputTable,
  ...changeTable,
  manifest: text,
  replace: { type: "boolean" },
} as const;

export const options = `  --manifest=FILE                    all of the manifest from FILE; excludes the options that change one
  --name=NAME --exec="/bin/a b"      exec is split at single spaces; it makes an app where there is none
  --user= --group= --supplementary-groups=1,2
  --capability=CAP_A,CAP_B           only these; or --revoke-capability=CAP_A,CAP_B: these taken away
  --mounts=data,path=/data,readOnly=true:log,path=/log
  --ports=http,protocol=tcp,port=80,count=1,socketActivated=false:…
  --isolators=resource/cpu,request=50m,limit=100m:os/linux/no-new-privileges,true
  --seccomp-mode=remove|retain[,errno=EPERM] --seccomp-set=NAME,NAME
  --replace                          write IN itself; --overwrite: OUT when it is there
  --compression=KIND                 gzip (default), xz or none; --no-compression: none
Mounts, ports and isolators of a name that is there are replaced, others are added. What comes out is a valid image, or nothing
and status 1.`;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals, rest } = readOptions(argv, optionTable);
  const [input, given, ...more] = [...positionals, ...rest];
  const wanted = values.replace ? 1 : 2;
  if (input === undefined || more.length > 0 || (given === undefined ? 1 : 2) !== wanted)
    throw new UsageError("give an image and the name of the one to make, or --replace and one image");
  const changes = Object.keys(changeTable).filter((name) => Object.hasOwn(values, name));
  if (values.manifest !== undefined && changes.length > 0)
    throw new UsageError(`--manifest and --${changes[0]} exclude each other`);
  const out = given ?? input;
  const [compression, latest] = [compressionOf(values), sourceDate()];
  const fault = nameFault(out, values.overwrite || values.replace);
  const why = fault ? [fault] : await patch(input, out, values, { compression, latest }).catch(reasons);
  for (const line of why) process.stderr.write(`craton: ${plainText(line)}\n`);
  return why.length > 0 ? 1 : 0;
}

type Output = { compression: AciCompression; latest: number | undefined };

async function patch(
  input: string,
  out: string,
  flags: PatchFlags & { manifest?: string },
  { compression, latest = Number.POSITIVE_INFINITY }: Output,
): Promise<string[]> {
  const own = checked(await manifestOf(input));
  const manifest = flags.manifest === undefined ? own : checked(fs.readFileSync(flags.manifest, "utf8"));
  const result = checked(JSON.stringify(patched(manifest, flags)));
  const entry = (mtime: number) => manifestEntry(result, Math.min(mtime, latest));
  await writeWhole(out, compressed(replaceManifest(decompress(streamOf(input)), entry), compression));
  return [];
}

function checked(source: string): ImageManifest {
  const parsed = parseImageManifest(source);
  if (!parsed.ok) throw manifestError("image manifest", parsed.errors);
  return parsed.manifest;
}

function reasons(error: unknown): string[] {
  const known = error instanceof ArchiveError ? new CratonError("bad-archive", error.fault) : error;
  if (known instanceof UsageError) throw known;
  return failureLines(known);
}
