import { Skeleton } from "@/components/ui/skeleton.tsx";

/** The place of a page whose code or data is on its way. */
export function PageSkeleton() {
  return (
    <div role="status" className="px-4 pt-4">
      <span className="sr-only">Loading the page</span>
      <Skeleton className="h-7 w-48" />
      <Skeleton className="mt-4 h-7 w-96 max-w-full" />
      <Skeleton className="mt-5 h-64 w-full" />
    </div>
  );
}
