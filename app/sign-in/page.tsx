import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "@/components/sign-in/safe-next.ts";
import { SignInPage } from "@/components/sign-in/sign-in-page.tsx";
import { paths } from "@/lib/paths.ts";
import { pageSession } from "@/lib/server/page/session.ts";

export const metadata: Metadata = { title: "Sign in" };

/** Who is signed in already goes on; whose password was given by somebody else must choose one first. */
export default async function Page({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const wanted = (await searchParams).next;
  const next = safeNext(typeof wanted === "string" ? wanted : null) ?? paths.home();
  const session = await pageSession();
  if (session && !session.mustChangePassword) redirect(next);
  return <SignInPage next={next} changing={session?.user ?? null} />;
}
