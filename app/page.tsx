import { redirect } from "next/navigation";
import { paths } from "@/lib/paths.ts";
import { requirePageSession } from "@/lib/server/page/session.ts";

/** The agents are the only cluster as yet. */
export default async function Page() {
  await requirePageSession();
  redirect(paths.overview("fleet"));
}
