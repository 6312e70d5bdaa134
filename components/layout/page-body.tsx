import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";

/** What stands under a header and its tabs: one column, or a wide one with an aside of 340 px that drops below on narrow screens. */
export function PageBody({ aside, children, narrow }: { aside?: ReactNode; children: ReactNode; narrow?: boolean }) {
  if (aside === undefined) return <div className={cx("p-4", narrow && "max-w-[760px]")}>{children}</div>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_340px] gap-8 p-4 max-lg:grid-cols-[minmax(0,1fr)] max-lg:gap-0">
      <div className="min-w-0">{children}</div>
      <aside className="min-w-0">{aside}</aside>
    </div>
  );
}
