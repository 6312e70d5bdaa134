/** The same change on several nodes, one after the other: what failed is told by node, what went well stays. */
import { toProblem } from "@/lib/format/problem.ts";

/** Throws, in the form that screens read, when any failed. */
export async function onNodes(nodes: readonly string[], work: (node: string) => Promise<void>): Promise<void> {
  const failed: { node: string; error: unknown }[] = [];
  for (const node of nodes) await work(node).catch((error: unknown) => failed.push({ node, error }));
  const [first] = failed;
  if (first === undefined) return;
  if (nodes.length === 1) throw first.error;
  const { code, requestId } = toProblem(first.error);
  const each = failed.map(({ node, error }) => `${node}: ${toProblem(error).why}`).join("; ");
  const message = `it is done on ${nodes.length - failed.length} of ${nodes.length} nodes. ${each}`;
  throw { body: { code, message, requestId } };
}
