"use client";
import { Choice } from "@/components/form/choice.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";

/** Images carry no trusted signature yet, so each needs an administrator's word. */
export function UnsignedChoice({
  checked,
  onChange,
  disabled,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled: boolean;
}) {
  const denied = useDenied("allow-unsigned", "image");
  return (
    <Choice
      label="Allow it without a signature"
      hint={
        denied
          ? `Only an administrator may: ${denied}.`
          : "Nobody vouches for what is in it. Your name is kept with the image."
      }
    >
      {(id) => (
        <Checkbox
          id={id}
          checked={checked}
          disabled={disabled || denied !== null}
          onChange={(event) => onChange(event.target.checked)}
        />
      )}
    </Choice>
  );
}
