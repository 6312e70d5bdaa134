import type { Metadata } from "next";
import { SettingsPage } from "@/components/settings/settings-page.tsx";
import { may } from "@/lib/contract/roles.ts";
import { getContext } from "@/lib/server/context.ts";
import { listUsers } from "@/lib/server/data/users.ts";
import { requirePageSession } from "@/lib/server/page/session.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Page() {
  const { role } = await requirePageSession();
  return <SettingsPage users={may(role, "list", "user") === null ? listUsers(getContext()) : null} />;
}
