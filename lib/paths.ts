/** Every URL of the console. Segments are encoded here and nowhere else. */
const e = encodeURIComponent;
const c = (cluster: string) => `/c/${e(cluster)}`;

export const paths = {
  home: () => "/",
  signIn: (next?: string) => (next ? `/sign-in?next=${e(next)}` : "/sign-in"),
  overview: (cluster: string) => `${c(cluster)}/overview`,
  pods: (cluster: string) => `${c(cluster)}/pods`,
  pod: (cluster: string, node: string, uuid: string, tab?: string) =>
    `${c(cluster)}/pods/${e(node)}/${e(uuid)}${tab ? `?tab=${e(tab)}` : ""}`,
  run: (cluster: string, image?: string) => `${c(cluster)}/run${image ? `?image=${e(image)}` : ""}`,
  nodes: (cluster: string) => `${c(cluster)}/nodes`,
  node: (cluster: string, node: string) => `${c(cluster)}/nodes/${e(node)}`,
  images: (cluster: string) => `${c(cluster)}/images`,
  /** A registry, a repository of it, an image: as far as chosen. */
  browse: (cluster: string, at: { node?: string; registry?: string; repository?: string; reference?: string } = {}) => {
    const query = Object.entries(at).filter(([, value]) => value);
    return `${c(cluster)}/images/browse${query.length === 0 ? "" : `?${query.map(([k, v]) => `${k}=${e(v)}`).join("&")}`}`;
  },
  image: (cluster: string, node: string, id: string, tab?: string) =>
    `${c(cluster)}/images/${e(node)}/${e(id)}${tab ? `?tab=${e(tab)}` : ""}`,
  /** `path` in the image, as lib/contract/image-files.ts spells it. */
  imageFile: (cluster: string, node: string, id: string, path: string) =>
    `${c(cluster)}/images/${e(node)}/${e(id)}?tab=files${path === "/" ? "" : `&path=${e(path)}`}`,
  events: (cluster: string) => `${c(cluster)}/events`,
  audit: (cluster: string) => `${c(cluster)}/audit`,
  account: (cluster: string) => `${c(cluster)}/account`,
  settings: (cluster: string, section?: string) => `${c(cluster)}/settings${section ? `?section=${e(section)}` : ""}`,
  /** Lists and pages of Kubernetes kinds; `kind` is kubectl's name (`deployments.apps`) or `workloads`. */
  objects: (cluster: string, kind: string) => `${c(cluster)}/r/${e(kind)}`,
  object: (cluster: string, kind: string, namespace: string | null, name: string, tab?: string) =>
    `${c(cluster)}/r/${e(kind)}/${e(namespace ?? "_")}/${e(name)}${tab ? `?tab=${e(tab)}` : ""}`,
  search: (cluster: string, text?: string) => `${c(cluster)}/search${text ? `?q=${e(text)}` : ""}`,
};

/** The console's own HTTP API, called by the browser with the session cookie and `x-csrf-token`. */
export const api = {
  session: () => "/api/session",
  password: () => "/api/session/password",
  tickets: () => "/api/tickets",
  audit: () => "/api/audit",
  agents: () => "/api/agents",
  agent: (name: string) => `/api/agents/${e(name)}`,
  nodes: (cluster: string) => `/api/c/${e(cluster)}/nodes`,
  node: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}`,
  pods: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/pods`,
  pod: (cluster: string, node: string, uuid: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}`,
  podStart: (cluster: string, node: string, uuid: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}/start`,
  podStop: (cluster: string, node: string, uuid: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}/stop`,
  podManifest: (cluster: string, node: string, uuid: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}/manifest`,
  podUsage: (cluster: string, node: string, uuid: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}/usage`,
  podPlan: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/pods/plan`,
  events: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/events`,
  images: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images`,
  image: (cluster: string, node: string, id: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}`,
  imageManifest: (cluster: string, node: string, id: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/manifest`,
  imageFiles: (cluster: string, node: string, id: string, path: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/files?path=${e(path)}`,
  imageGraph: (cluster: string, node: string, id: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/graph`,
  imageDisk: (cluster: string, node: string, id: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/disk`,
  imageAci: (cluster: string, node: string, id: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/aci`,
  imageVerify: (cluster: string, node: string, id: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/images/${e(id)}/verify`,
  imageGc: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images/gc`,
  imageFetch: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images/fetch`,
  trust: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/trust`,
  trustReview: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/trust/review`,
  trustKeys: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/trust/keys`,
  trustMasks: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/trust/masks`,
  trustKey: (cluster: string, node: string, fingerprint: string, prefix: string | null) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/trust/keys/${e(fingerprint)}${prefix === null ? "" : `?prefix=${e(prefix)}`}`,
  imageUpload: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/images/upload`,
  registries: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/registries`,
  registryTest: (cluster: string, node: string) => `/api/c/${e(cluster)}/nodes/${e(node)}/registries/test`,
  registry: (cluster: string, node: string, host: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/registries/${e(host)}`,
  registryRepositories: (cluster: string, node: string, host: string, cursor: string | null) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/registries/${e(host)}/repositories${cursor === null ? "" : `?cursor=${e(cursor)}`}`,
  registryTags: (cluster: string, node: string, host: string, repository: string, cursor: string | null) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/registries/${e(host)}/tags?repository=${e(repository)}${cursor === null ? "" : `&cursor=${e(cursor)}`}`,
  registryImage: (cluster: string, node: string, host: string, repository: string, reference: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/registries/${e(host)}/image?repository=${e(repository)}&reference=${e(reference)}`,
  logDownload: (cluster: string, node: string, uuid: string, app: string) =>
    `/api/c/${e(cluster)}/nodes/${e(node)}/pods/${e(uuid)}/apps/${e(app)}/logs`,
  clusters: () => "/api/clusters",
  cluster: (name: string) => `/api/clusters/${e(name)}`,
  clusterToken: (name: string) => `/api/clusters/${e(name)}/token`,
  clusterLog: (name: string, component: string) => `/api/clusters/${e(name)}/logs/${e(component)}`,
  kubeconfig: () => "/api/kubeconfig",
  users: () => "/api/users",
  user: (name: string) => `/api/users/${e(name)}`,
  userReset: (name: string) => `/api/users/${e(name)}/reset`,
  kinds: (cluster: string) => `/api/c/${e(cluster)}/kinds`,
  /** Namespaces in which the user may see something, for who may not list them. */
  namespaces: (cluster: string) => `/api/c/${e(cluster)}/namespaces`,
  search: (cluster: string, text: string) => `/api/c/${e(cluster)}/search?q=${e(text)}`,
  object: (cluster: string, kind: string, namespace: string | null, name: string) =>
    `/api/c/${e(cluster)}/objects/${e(kind)}/${e(namespace ?? "_")}/${e(name)}`,
  objectActions: (cluster: string, kind: string) => `/api/c/${e(cluster)}/objects/${e(kind)}/actions`,
  objectRights: (cluster: string, kind: string, namespace: string | null) =>
    `/api/c/${e(cluster)}/objects/${e(kind)}/rights${namespace === null ? "" : `?namespace=${e(namespace)}`}`,
  live: () => "/ws/live",
  exec: (ticket: string) => `/ws/exec?ticket=${e(ticket)}`,
  logs: (ticket: string) => `/ws/logs?ticket=${e(ticket)}`,
};
