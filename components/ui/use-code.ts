"use client";
import { useEffect, useRef, useState } from "react";
import type { CodeHandle, CodeLanguage } from "./open-code.ts";

/**
 * A text in the code viewer, which is fetched when it is first shown: put `place` on a box with a height, and the text itself
 * until `isReady`.
 */
export function useCode({ label, text, language }: { label: string; text: string; language: CodeLanguage }) {
  const place = useRef<HTMLDivElement>(null);
  const handle = useRef<CodeHandle | null>(null);
  const newest = useRef(text);
  newest.current = text;
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    let gone = false;
    void import("./open-code.ts").then(({ openCode }) => {
      if (gone || place.current === null) return;
      handle.current = openCode(place.current, { label, text: newest.current, language });
      setReady(true);
    });
    return () => {
      gone = true;
      handle.current?.close();
      handle.current = null;
    };
  }, [label, language]);
  useEffect(() => handle.current?.setText(text), [text]);
  return { place, isReady, search: () => handle.current?.search() };
}
