/** Where an image came from, in words. Pure. */

/** `what` begins the sentence, `from` is the address or name that ends it. */
export function sourceWords(source: string): { what: string; from: string | null } {
  const [, kind = "", rest = ""] = /^([a-z]+):(.*)$/s.exec(source) ?? [];
  switch (kind) {
    case "docker":
      return { what: "registry", from: source };
    case "http":
    case "https":
      return { what: "web server", from: source };
    case "file":
      return { what: "file of the node", from: rest };
    case "upload":
      return { what: "upload of", from: rest };
    case "built":
      return { what: "made by Craton:", from: rest };
    case "discover":
      return { what: "discovery of", from: rest };
    case "node":
      return { what: "another node", from: source };
    default:
      return { what: "", from: source };
  }
}
