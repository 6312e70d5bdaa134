"use client";
import { useEffect, useState } from "react";

/** The value as it was when it last stood still for `ms`: for questions that are asked while somebody types. */
export function usePause<T>(value: T, ms: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return still;
}
