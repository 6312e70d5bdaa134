import { Compass } from "lucide-react";
import type { Metadata } from "next";
import { ButtonLink } from "@/components/ui/button-link.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { paths } from "@/lib/paths.ts";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="grid h-dvh place-items-center">
      <EmptyState
        page
        icon={Compass}
        title="There is no such page"
        action={<ButtonLink href={paths.home()}>Overview</ButtonLink>}
      >
        The address may be mistyped, or what it named is gone.
      </EmptyState>
    </main>
  );
}
