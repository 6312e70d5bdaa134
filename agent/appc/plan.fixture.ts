/** A small image store and shortcuts for the tests of planning. */
import type { AppSection } from "../../lib/contract/appc.ts";
import { CratonError } from "../../lib/contract/errors.ts";
import type { AppCreate, PodCreate } from "../../lib/contract/pod.ts";
import { planPod } from "./plan.ts";
import type { ImageForPlan, PlanResult } from "./plan-value.ts";

export const idOf = (letter: string) => `sha512-${letter.repeat(128)}`;
const web: AppSection = {
  exec: ["/bin/httpd", "-f"],
  user: "33",
  group: "33",
  environment: [
    { name: "MODE", value: "image" },
    { name: "PATH", value: "/own" },
  ],
  mountPoints: [
    { name: "data", path: "/data" },
    { name: "conf", path: "/etc/web/", readOnly: true },
  ],
  ports: [{ name: "http", protocol: "tcp", port: 8000, count: 2 }],
  isolators: [
    { name: "os/linux/capabilities-remove-set", value: { set: ["CAP_KILL"] } },
    { name: "example.com/x", value: 1 },
  ],
};
export const plain: AppSection = { exec: ["/bin/sh"], user: "0", group: "0" };
export const images =
  (sections: Record<string, AppSection | undefined>) =>
  (ref: string): ImageForPlan => {
    const key = Object.keys(sections).find((name) => name === ref || idOf(name) === ref);
    if (key === undefined) throw new CratonError("image-not-found", { image: ref });
    const name = `example.com/${key}_image`;
    return {
      id: idOf(key),
      name,
      manifest: {
        acKind: "ImageManifest",
        acVersion: "0.8.11",
        name,
        labels: [
          { name: "os", value: "linux" },
          { name: "arch", value: "amd64" },
        ],
        ...(sections[key] ? { app: sections[key] } : {}),
      },
    };
  };
export const store = images({ a: web, b: plain, c: undefined });
export const plan = (request: PodCreate, lookUp = store) =>
  planPod({ request, images: lookUp, uuid: "6733c088-a507-4694-acbc-5a5b5e2a4d30", arch: "amd64" });
export const good = (result: PlanResult) => {
  if (!result.ok) throw new Error(JSON.stringify(result.errors));
  return result;
};
export const oneApp = (app: Partial<AppCreate>, rest: PodCreate = {}) =>
  good(plan({ apps: [{ image: "b", ...app }], ...rest })).plan.apps[0];
export const faults = (request: PodCreate, lookUp = store) => {
  const result = plan(request, lookUp);
  return result.ok ? [] : result.errors.map(({ path }) => path);
};
export const capable =
  "CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SYS_CHROOT CAP_MKNOD CAP_AUDIT_WRITE CAP_SETFCAP".split(
    " ",
  );
