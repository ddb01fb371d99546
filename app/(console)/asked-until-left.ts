"use client";

import { useEffect, useRef } from "react";
import { useMutation } from "@tanstack/react-query";

/**
 * Something long that a page asks for by a button. It ends, in the database too, by `stop`, by asking
 * again, and when its page is left.
 */
export function useAskedUntilLeft<Asked, Answer>(
  ask: (asked: Asked, signal: AbortSignal) => Promise<Answer>,
) {
  const asking = useRef<AbortController>(null);
  const stop = () => asking.current?.abort();
  useEffect(() => () => asking.current?.abort(), []);
  const mutation = useMutation({
    mutationFn: (asked: Asked) => {
      stop();
      asking.current = new AbortController();
      return ask(asked, asking.current.signal);
    },
  });
  return { ...mutation, stop };
}
