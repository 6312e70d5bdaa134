/** What the synthetic server knows of a kind: where discovery shows it, how its objects are made, what its Table says. */

/** One object, never changed in place: a change makes a new one, so that a list in the middle of its chunks stays what it was. */
export type Entry = {
  /** `namespace/name`, or `name`: the order of lists. */
  key: string;
  namespace: string;
  name: string;
  rv: number;
  /** Place in the seeded world; what is not in `state` follows from it. */
  index: number;
  state: PodState | number | null;
  /** A client wrote it: the whole object without kind and apiVersion. Null when it follows from index and state. */
  object: ObjectBody | null;
};

export type Labels = Readonly<Record<string, string>>;
export type ObjectBody = {
  metadata: { name: string; namespace?: string; labels?: Record<string, string> } & Record<string, unknown>;
} & Record<string, unknown>;

/** How a generated pod is: the word of kubectl's STATUS column, restarts, and since when (ms). */
export type PodState = { word: PodWord; restarts: number; at: number };
export type PodWord = "Running" | "Pending" | "CrashLoopBackOff" | "Completed" | "ImagePullBackOff" | "Error";

export type TableColumn = { name: string; type: string; format?: string; priority?: number };

/** The generated objects of a kind. Texts are pieces of JSON. */
export type Maker = {
  first(): Entry[];
  /** The object of `metadata`, braces included. */
  metadata(entry: Entry): string;
  /** The fields after metadata, such as `"spec":{…},"status":{…}`; may be empty. */
  rest(entry: Entry): string;
  labels(entry: Entry): Labels;
};

export type Kind = {
  group: string;
  version: string;
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
  shortNames: string[];
  categories: string[];
  subresources: string[];
  columns: TableColumn[];
  /** Table cells of a parsed object, in the columns' order. */
  cells(object: ObjectBody): unknown[];
  /** Field selectors that it takes besides metadata.name and metadata.namespace: dotted paths. */
  fields: string[];
  maker: Maker | null;
};

/** `pods`, `deployments.apps`: how counters and faults name a kind. */
export const kindName = (kind: Pick<Kind, "group" | "resource">): string =>
  kind.group === "" ? kind.resource : `${kind.resource}.${kind.group}`;

export const apiVersion = (kind: Pick<Kind, "group" | "version">): string =>
  kind.group === "" ? kind.version : `${kind.group}/${kind.version}`;
