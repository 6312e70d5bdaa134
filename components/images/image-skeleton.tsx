import { PageBody } from "@/components/layout/page-body.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";

/** Holds the place of an image's page while its first answer is under way. */
export function ImageSkeleton() {
  return (
    <PageBody aside={<Skeleton className="h-40 w-full" />}>
      <Skeleton className="mb-6 h-56 w-full" />
      <Skeleton className="h-40 w-full" />
    </PageBody>
  );
}
