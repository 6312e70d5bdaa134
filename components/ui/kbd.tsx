import type { ReactNode } from "react";

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-[18px] rounded-sm border border-line-strong border-b-2 bg-bg px-[5px] text-center font-medium font-sans text-fg-3 text-xs">
      {children}
    </kbd>
  );
}
