import { PageBody } from "@/components/layout/page-body.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

/** Holds the place of an object's page while its first answer is under way. */
export function ObjectSkeleton() {
  return (
    <PageBody aside={<Skeleton className="h-40 w-full" />}>
      <Skeleton className="mb-6 h-24 w-full" />
      <Skeleton className="h-56 w-full" />
    </PageBody>
  );
}
