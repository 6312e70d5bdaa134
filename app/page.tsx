import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { paths } from "@/lib/paths.ts";
import { fleet } from "@/lib/server/data/cluster.ts";
import { clustersOf } from "@/lib/server/page/cluster.ts";
import { requirePageActor } from "@/lib/server/page/session.ts";

/** To the cluster that was looked at last, as far as the user may still open it. */
export default async function Page() {
  const signed = await requirePageActor();
  const last = (await cookies()).get("craton-cluster")?.value;
  const known = clustersOf(signed).find(({ name }) => name === last);
  redirect(paths.overview(known?.name ?? fleet));
}
