/** A cluster's name out of a context's, as it may stand in a URL. Pure. */

/** `arn:aws:eks:eu-1:12:cluster/Web` becomes `arn-aws-eks-eu-1-12-cluster-web`; may be empty. */
export function suggestName(context: string): string {
  const plain = context
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  return plain.slice(0, 40).replace(/-+$/, "");
}
