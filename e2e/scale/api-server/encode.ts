/** How an object is written: whole, its metadata alone, or as a row of a Table; and what an Accept header asks for. */
import { apiVersion, type Entry, type Kind, type ObjectBody } from "./kind.ts";
import { ApiError } from "./status.ts";

export type Form = { as: "object" } | { as: "partial" } | { as: "table"; include: "None" | "Metadata" | "Object" };

const partialHead = `"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1"`;

/** The fields of an object after kind and apiVersion, without braces. */
function body(kind: Kind, entry: Entry): string {
  if (entry.object !== null) return JSON.stringify(withVersion(entry)).slice(1, -1);
  const rest = kind.maker?.rest(entry) ?? "";
  return `"metadata":${kind.maker?.metadata(entry)}${rest === "" ? "" : `,${rest}`}`;
}
function withVersion(entry: Entry): ObjectBody {
  const object = entry.object as ObjectBody;
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(entry.rv) } };
}
const metadata = (kind: Kind, entry: Entry): string =>
  entry.object === null ? (kind.maker?.metadata(entry) ?? "{}") : JSON.stringify(withVersion(entry).metadata);

/** The parsed object, for those few who need its fields. */
export const parse = (kind: Kind, entry: Entry): ObjectBody =>
  entry.object === null ? (JSON.parse(`{${body(kind, entry)}}`) as ObjectBody) : withVersion(entry);

export const wholeObject = (kind: Kind, entry: Entry): string =>
  `{"kind":"${kind.kind}","apiVersion":"${apiVersion(kind)}",${body(kind, entry)}}`;
const partialObject = (kind: Kind, entry: Entry): string => `{${partialHead},"metadata":${metadata(kind, entry)}}`;

/** An item of a list, or a row. */
export function item(kind: Kind, entry: Entry, form: Form): string {
  if (form.as === "object") return `{${body(kind, entry)}}`;
  if (form.as === "partial") return partialObject(kind, entry);
  const object =
    form.include === "None"
      ? "null"
      : form.include === "Object"
        ? wholeObject(kind, entry)
        : partialObject(kind, entry);
  return `{"cells":${JSON.stringify(kind.cells(parse(kind, entry)))},"object":${object}}`;
}

const columns = (kind: Kind): string =>
  JSON.stringify(
    kind.columns.map(({ name, type, format = "", priority = 0 }) => ({
      name,
      type,
      format,
      description: "",
      priority,
    })),
  );

/** What stands before and after the items of a list. `meta` is JSON. */
export function around(kind: Kind, form: Form, meta: string): [string, string] {
  if (form.as === "table")
    return [
      `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":${meta},"columnDefinitions":${columns(kind)},"rows":[`,
      "]}\n",
    ];
  const [name, version] =
    form.as === "partial" ? ["PartialObjectMetadataList", "meta.k8s.io/v1"] : [`${kind.kind}List`, apiVersion(kind)];
  return [`{"kind":"${name}","apiVersion":"${version}","metadata":${meta},"items":[`, "]}\n"];
}

/** One object alone, as a GET answers it and a watch event carries it; a watch says the columns once. */
export function single(kind: Kind, entry: Entry, form: Form, isFirst = true): string {
  if (form.as === "object") return wholeObject(kind, entry);
  if (form.as === "partial") return partialObject(kind, entry);
  return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"${entry.rv}"},"columnDefinitions":${isFirst ? columns(kind) : "null"},"rows":[${item(kind, entry, form)}]}`;
}

/** The object of a BOOKMARK event. */
export function bookmark(kind: Kind, rv: number, form: Form, isEnd: boolean): string {
  const meta = `{"resourceVersion":"${rv}"${isEnd ? ',"annotations":{"k8s.io/initial-events-end":"true"}' : ""}}`;
  if (form.as === "object") {
    const empty = kind.resource === "pods" ? ',"spec":{"containers":null},"status":{}' : "";
    return `{"kind":"${kind.kind}","apiVersion":"${apiVersion(kind)}","metadata":${meta}${empty}}`;
  }
  const partial = `{${partialHead},"metadata":${meta}}`;
  if (form.as === "partial") return partial;
  const cells = JSON.stringify(kind.columns.map(() => ""));
  return `{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"resourceVersion":"${rv}"},"columnDefinitions":null,"rows":[{"cells":${cells},"object":${form.include === "None" ? "null" : partial}}]}`;
}

/** The first form of the header that can be served. `isList`: the answer is a list, else an object. Throws a 406. */
export function readForm(accept: string, includeObject: string, isList: boolean): Form {
  for (const range of accept.split(",").map((one) => one.trim().toLowerCase())) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    if (!["application/json", "application/*", "*/*", ""].includes(type)) continue;
    const as = parameters.find((one) => one.startsWith("as="))?.slice(3);
    if (as === undefined) return { as: "object" };
    if (as === "table") {
      if (includeObject === "None" || includeObject === "Object") return { as: "table", include: includeObject };
      return { as: "table", include: "Metadata" };
    }
    if (as === (isList ? "partialobjectmetadatalist" : "partialobjectmetadata")) return { as: "partial" };
    if (as === "partialobjectmetadata")
      throw notAcceptable("you requested PartialObjectMetadata, but the requested object is a list");
  }
  throw notAcceptable(
    "406: Not Acceptable\n\nAvailable representations: application/json, application/json;stream=watch",
  );
}

const notAcceptable = (message: string) => new ApiError(406, "NotAcceptable", message, {});
