"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/components/form/field.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";

/** A name typed by hand, and the way there. */
export function GoTo(props: {
  label: string;
  placeholder: string;
  /** Why it is no such name; null when it is. */
  fault: (text: string) => string | null;
  href: (text: string) => string;
}) {
  const router = useRouter();
  const [text, setText] = useState("");
  const [isTried, setTried] = useState(false);
  const fault = props.fault(text);
  return (
    <form
      className="mb-6 flex max-w-[560px] items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (fault === null) router.push(props.href(text));
      }}
    >
      <Field label={props.label} required className="flex-1" error={isTried && text !== "" ? fault : null}>
        {(control) => (
          <Input
            {...control}
            mono
            placeholder={props.placeholder}
            value={text}
            onChange={(event) => setText(event.target.value.trim())}
          />
        )}
      </Field>
      <Button type="submit" className="mt-6" disabledReason={text === "" ? "name one first" : null}>
        Open
      </Button>
    </form>
  );
}
