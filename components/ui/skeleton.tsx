import { cx } from "./cx.ts";

/** Holds the place of what is loading; shows itself only after 150 ms, so that quick answers do not flicker. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className={cx("block animate-late", className)}>
      <span className="block size-full animate-pulse rounded-sm bg-idle-weak" />
    </span>
  );
}
