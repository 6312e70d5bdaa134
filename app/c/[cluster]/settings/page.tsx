import type { Metadata } from "next";
import { SettingsPage } from "@/components/settings/settings-page.tsx";
import { may } from "@/lib/contract/roles.ts";
import { listUsers } from "@/lib/server/data/users.ts";
import { requirePageActor } from "@/lib/server/page/session.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  const { context, actor } = await requirePageActor();
  const users = may(actor.role, "list", "user") === null ? await listUsers(context, actor) : null;
  return <SettingsPage users={users} />;
}
