"use client";

import { useState } from "react";
import { Copy } from "lucide-react";
import { Button } from "./button.tsx";

interface Props {
  text: string;
  /** What is copied, as in "Copy the link". */
  what: string;
  /** Selects the text where it stands: where a browser does not let it be copied, a person can. */
  select: () => void;
}

/** Copies a text, and says whether it is copied. */
export function CopyButton({ text, what, select }: Props) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied.");
    } catch {
      // Not allowed, or not there where the page came without TLS.
      select();
      setSaid("This browser does not allow it. It is selected: copy it with Ctrl-C, or Cmd-C.");
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={() => void copy()}>
        <Copy aria-hidden className="size-4" />
        Copy the {what}
      </Button>
      <span role="status">{said}</span>
    </div>
  );
}
