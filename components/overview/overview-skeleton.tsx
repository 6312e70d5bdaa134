import { PageBody } from "@/components/layout/page-body.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

/** Keeps the layout still until the first numbers come. */
export function OverviewSkeleton() {
  return (
    <PageBody aside={<Skeleton className="h-40 w-full" />}>
      <div role="status">
        <span className="sr-only">Loading the overview</span>
        <Skeleton className="h-5 w-24" />
        <Skeleton className="mt-3 mb-6 h-16 w-full" />
        <Skeleton className="h-5 w-32" />
        <Skeleton className="mt-3 h-40 w-full" />
      </div>
    </PageBody>
  );
}
