import { LoaderCircle } from "lucide-react";
import { Icon } from "./icon.tsx";

/** Something is under way; a word beside it says what. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <Icon of={LoaderCircle} size={size} className="animate-spin" />;
}
