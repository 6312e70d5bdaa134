/** Folders, kubeconfigs and configuration files of a control plane, all made from the plan. */
import fs from "node:fs";
import path from "node:path";
import { asUser, makeFolder, readText, writeText } from "../../state-files.mjs";
import { auditPolicy, authentication } from "./apiserver-config.mjs";
import { kubeconfig } from "./kubeconfig.mjs";

/** Folders come first: certificates are written into them. */
export function layFolders({ places, users, consoleOwner }) {
  for (const folder of [places.base, path.join(places.base, "ca"), path.dirname(places.binary)])
    makeFolder(folder, 0o755);
  makeFolder(places.log, 0o750);
  if (consoleOwner !== null) fs.lchownSync(places.log, process.getuid(), consoleOwner.gid);
  for (const folder of [places.admin, places.identities]) makeFolder(folder, 0o700);
  for (const [folder, owner] of [
    [places.etcd, users.etcd],
    [places.apiserver, users.apiserver],
    [places.controllers, users.controllers],
  ]) {
    makeFolder(folder, 0o700);
    if (owner !== null) fs.lchownSync(folder, owner.uid, owner.gid);
  }
  asUser(users.etcd, () => makeFolder(path.join(places.etcd, "data"), 0o700));
  asUser(users.apiserver, () => makeFolder(path.join(places.apiserver, "audit"), 0o700));
}

/** Files that are derived from certificates and plan; each is written only when it says something else. */
export function layFiles(plan) {
  const { places, users, consoleOwner, server } = plan;
  const read = (owner, file) => asUser(owner, () => readText(file));
  const config = (owner, folder, file, user) => {
    const at = (ending) => path.join(folder, `${file}.${ending}`);
    const ca = read(owner, path.join(folder, "ca.crt"));
    return kubeconfig({ server, ca, user, crt: read(owner, at("crt")), key: read(owner, at("key")) });
  };
  put(users.apiserver, places.apiserver, "authentication.json", authentication);
  put(users.apiserver, places.apiserver, "audit-policy.json", auditPolicy);
  put(null, places.admin, "admin.kubeconfig", config(null, places.admin, "admin", "craton:admin"));
  for (const [part, name] of [
    ["manager", "kube-controller-manager"],
    ["scheduler", "kube-scheduler"],
  ]) {
    const folder = path.join(places.controllers, part);
    put(users.controllers, folder, "kubeconfig", config(users.controllers, folder, "client", `system:${name}`));
  }
  asUser(consoleOwner, () => {
    makeFolder(path.dirname(places.console), 0o700);
    makeFolder(places.console, 0o700);
  });
  for (const [file, user] of [
    ["reader", "craton:index-reader"],
    ["impersonator", "craton:impersonator"],
  ])
    put(consoleOwner, places.console, `${file}.kubeconfig`, config(null, places.identities, file, user));
}

function put(owner, folder, name, text) {
  asUser(owner, () => {
    if (readText(path.join(folder, name)) !== text) writeText(folder, name, text, 0o600);
  });
}
