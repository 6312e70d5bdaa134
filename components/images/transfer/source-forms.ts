/** The ways to say where an image is, each with what it means. Pure. */

export type SourceForm = "registry" | "name" | "url" | "file" | "node";

export const sourceForms: Record<
  SourceForm,
  { label: string; field: string; placeholder: string; hint: string; explains: string }
> = {
  registry: {
    label: "A registry",
    field: "Image",
    placeholder: "registry.example/team/app:1.2",
    hint: "registry/repository:tag or registry/repository@sha256:… — without a registry, Docker's.",
    explains: "Docker and OCI images, by the distribution API. Layers that the node has are not fetched again.",
  },
  name: {
    label: "Its name, by discovery",
    field: "Name",
    placeholder: "example.com/team/app:1.2,os=linux",
    hint: "An App Container name with an optional version and labels.",
    explains:
      "The site of that name says where the image and its signature are. The signature is checked against trusted keys.",
  },
  url: {
    label: "A web address",
    field: "Address",
    placeholder: "https://example.com/app-1.2-linux-amd64.aci",
    hint: "Of an .aci file; its signature is looked for beside it (….aci.asc).",
    explains: "One App Container image over https, with its detached signature.",
  },
  file: {
    label: "A file of the node",
    field: "Path",
    placeholder: "/srv/images/app.aci",
    hint: "The absolute path of an .aci file on the node itself.",
    explains: "Reads a file on the node's own disk, as root. Only administrators may.",
  },
  node: {
    label: "Another node",
    field: "Image",
    placeholder: "",
    hint: "",
    explains:
      "Copies an image that another node of the fleet has, directly between the two. What arrives is verified by its ID.",
  },
};

/** What the node is asked for; text that names its own form (`https://…`, `/srv/…`) keeps it. */
export function sourceText(form: SourceForm, written: string): string {
  const text = written.trim();
  if (text === "" || form !== "registry" || /^[a-z]+:\/\/|^\//i.test(text)) return text;
  return `docker://${text}`;
}

/** The form and the text that a recorded source comes from. */
export function formOf(source: string): { form: SourceForm; written: string } {
  if (source.startsWith("docker://")) return { form: "registry", written: source.slice("docker://".length) };
  if (source.startsWith("discover:")) return { form: "name", written: source.slice("discover:".length) };
  if (/^https?:\/\//.test(source)) return { form: "url", written: source };
  if (source.startsWith("node://")) return { form: "node", written: source };
  if (source.startsWith("file:")) return { form: "file", written: source.slice("file:".length) };
  return { form: "registry", written: source };
}

const articles = { registry: "an image", name: "a name", url: "an address", file: "a path" };

/** What is wrong with the text before anybody is asked; null when nothing is. */
export function sourceFault(form: SourceForm, written: string): string | null {
  const text = written.trim();
  if (text === "") return form === "node" ? "choose an image" : `give ${articles[form]}`;
  if (form === "url" && !/^https?:\/\//i.test(text)) return "an address begins with https://";
  if (form === "file" && !text.startsWith("/")) return "a path begins with /";
  if (form === "name" && /^[a-z]+:\/\//i.test(text)) return "a name has no https:// in front";
  if (/\s/.test(text) && form !== "file") return "there is a blank in it";
  return null;
}
