"use client";
import { Star } from "lucide-react";
import { usePathname } from "next/navigation";
import { useEffect } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Icon } from "@/components/ui/icon.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { rememberPage, useFavourites } from "./saved-pages.ts";
import { useSession } from "./session-context.tsx";

/** Beside the title of every page: keeps it among the favourites. Opening the page puts it among the recent ones. */
export function PageStar({ title }: { title: string }) {
  const { user } = useSession();
  const href = usePathname();
  const { pages, toggle } = useFavourites(user);
  useEffect(() => rememberPage(user, { href, title }), [user, href, title]);
  const isOn = pages.some((page) => page.href === href);
  const label = isOn ? "Take it off the favourites" : "Add it to the favourites";
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isOn}
        onClick={() => toggle({ href, title })}
        className={cx(
          "-ml-1 grid size-6 flex-none place-items-center rounded-md hover:bg-hover",
          isOn ? "text-accent" : "text-fg-3 hover:text-fg",
        )}
      >
        <Icon of={Star} className={isOn ? "fill-current" : ""} />
      </button>
    </Tooltip>
  );
}
