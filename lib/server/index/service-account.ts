/** Names of service accounts as the API server tells them: `system:serviceaccount:NAMESPACE:NAME`. */
const serviceAccount = /^system:serviceaccount:([^:]+):([^:]+)$/;

/** As bindings are listed: `NAMESPACE/NAME`; null for other names. */
export function asBound(subject: string): string | null {
  const [, namespace, name] = serviceAccount.exec(subject) ?? [];
  return namespace ? `${namespace}/${name}` : null;
}

/** Namespaces that these names live in. */
export function homesOf(subjects: readonly string[]): string[] {
  return subjects.flatMap((subject) => serviceAccount.exec(subject)?.[1] ?? []);
}
