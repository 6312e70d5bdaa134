"use client";
import { Choice } from "@/components/form/choice.tsx";
import { useDenied } from "@/components/layout/session-context.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";

/** What a fetch may leave out, by rkt's names. */
export type Leniency = "image" | "tls" | "http";

const words: Record<Leniency, { label: string; hint: string; verb: "allow-unsigned" | "allow-insecure" }> = {
  image: {
    label: "Allow it without a signature",
    hint: "Nobody vouches for what is in it. Your name is kept with the image.",
    verb: "allow-unsigned",
  },
  tls: {
    label: "Accept any certificate",
    hint: "Anybody on the way can pose as the server.",
    verb: "allow-insecure",
  },
  http: {
    label: "Allow plain http",
    hint: "Anybody on the way can read and change what comes.",
    verb: "allow-insecure",
  },
};

type InsecureChoicesProps = {
  offered: readonly Leniency[];
  chosen: ReadonlySet<Leniency>;
  onChange: (chosen: ReadonlySet<Leniency>) => void;
  disabled: boolean;
};

/** Checks that an administrator may leave out, each with what that means. */
export function InsecureChoices({ offered, chosen, onChange, disabled }: InsecureChoicesProps) {
  const denied = {
    "allow-unsigned": useDenied("allow-unsigned", "image"),
    "allow-insecure": useDenied("allow-insecure", "image"),
  };
  return (
    <fieldset>
      <legend className="sr-only">Checks to leave out</legend>
      {offered.map((one) => {
        const { label, hint, verb } = words[one];
        const no = denied[verb];
        return (
          <Choice key={one} label={label} hint={no === null ? hint : `Only an administrator may: ${no}.`}>
            {(id) => (
              <Checkbox
                id={id}
                checked={chosen.has(one)}
                disabled={disabled || no !== null}
                onChange={({ target }) => {
                  const next = new Set(chosen);
                  if (target.checked) next.add(one);
                  else next.delete(one);
                  onChange(next);
                }}
              />
            )}
          </Choice>
        );
      })}
    </fieldset>
  );
}
