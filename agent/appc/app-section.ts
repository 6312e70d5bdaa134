/** The `app` section (appc C5) of image manifests and of a pod manifest's apps. */
import type { AppSection, EventHandler, ManifestPort, MountPoint, NameValue } from "../../lib/contract/appc.ts";
import { isolatorList } from "./isolators.ts";
import { at } from "./json.ts";
import {
  filled,
  flag,
  integer,
  list,
  optional,
  type Read,
  record,
  required,
  text,
  textMap,
  textThat,
  unique,
} from "./reader.ts";
import { absolutePath, name, variableFault } from "./types.ts";

/** 2^32−1 means "no change" to the kernel, so it is no id. */
export const highestId = 4_294_967_294;
export const id = integer(0, highestId);

const variable = record<NameValue>({ name: required(textThat(variableFault)), value: required(text) });

const mountPoint = record<MountPoint>({
  name: required(name),
  path: required(absolutePath),
  readOnly: optional(flag),
});

/** C5.9; `count` 0 is 1, as the reference reads it. */
export const port: Read<ManifestPort> = record<ManifestPort>(
  {
    name: required(name),
    protocol: required(filled),
    port: required(integer(1, 65535)),
    count: optional(integer(0, 65535)),
    socketActivated: optional(flag),
  },
  (value, path, faults) => {
    if (value.port + (value.count ?? 1) > 65536) {
      faults.push({ path: at(path, "count"), message: `the range goes beyond port 65535` });
    }
  },
);

const handlerName = textThat<EventHandler["name"]>((value) =>
  value === "pre-start" || value === "post-stop" ? null : "must be pre-start or post-stop",
);
const handler = record<EventHandler>({ name: required(handlerName), exec: required(list(text)) });

/** C5.3: the specification itself writes `supplementaryGids`, so any case is read, and written as `supplementaryGIDs`. */
export const appSection: Read<AppSection> = record<AppSection>({
  exec: optional(list(text)),
  user: required(filled),
  group: required(filled),
  supplementaryGIDs: optional(list(id)),
  eventHandlers: optional(list(handler, unique<EventHandler>("name"))),
  workingDirectory: optional(absolutePathOrEmpty()),
  environment: optional(list(variable, unique<NameValue>("name"))),
  isolators: optional(isolatorList),
  mountPoints: optional(list(mountPoint, unique<MountPoint>("name"))),
  ports: optional(list(port, unique<ManifestPort>("name"))),
  userAnnotations: optional(textMap),
  userLabels: optional(textMap),
});

/** The reference writes an absent working directory as "". */
function absolutePathOrEmpty(): Read<string> {
  return (value, path, faults) => (value === "" ? "" : absolutePath(value, path, faults));
}
