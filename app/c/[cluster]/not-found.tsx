import { Compass } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state.tsx";

export default function NotFound() {
  return (
    <EmptyState page icon={Compass} title="There is no such page">
      The address may be mistyped, or what it named is gone. The navigation and the search lead to all there is.
    </EmptyState>
  );
}
