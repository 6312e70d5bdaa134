import Link from "next/link";
import { plainText } from "@/lib/format/plain-text.ts";
import { paths } from "@/lib/paths.ts";

/** A link to another object of the cluster. `namespace` is null for kinds without. */
export function ObjectLink(props: {
  cluster: string;
  kind: string;
  namespace: string | null;
  name: string;
  /** Shown in place of the name. */
  label?: string;
}) {
  return (
    <Link
      prefetch={false}
      className="link inline-block max-w-full break-words align-top"
      href={paths.object(props.cluster, props.kind, props.namespace, props.name)}
    >
      {plainText(props.label ?? props.name)}
    </Link>
  );
}
