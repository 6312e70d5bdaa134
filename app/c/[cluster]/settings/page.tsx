import type { Metadata } from "next";
import { SettingsPage } from "@/components/settings/settings-page.tsx";
import { requirePageSession } from "@/lib/server/page/session.ts";

export const metadata: Metadata = { title: "Settings" };

export default async function Page(props: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await requirePageSession();
  const { section } = await props.searchParams;
  return <SettingsPage section={typeof section === "string" ? section : null} />;
}
