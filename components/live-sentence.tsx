"use client";

import { useEffect, useRef, useState } from "react";

const everyMs = 10_000;

/** Says what changes, politely and at most every ten seconds, to who cannot see it change. */
export function LiveSentence({ text }: { text: string }) {
  const [said, setSaid] = useState("");
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), everyMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <div role="status" className="sr-only">
      {said}
    </div>
  );
}
