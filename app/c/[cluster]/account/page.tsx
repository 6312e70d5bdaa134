import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page.tsx";
import { requirePageSession } from "@/lib/server/page/session.ts";

export const metadata: Metadata = { title: "Account" };

export default async function Page() {
  const { expiresAt } = await requirePageSession();
  return <AccountPage expiresAt={expiresAt} />;
}
