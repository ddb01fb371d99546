"use client";

import { useRef } from "react";
import { useMutation } from "@tanstack/react-query";
import type { UpdatePreview } from "#jobs/update-users/preview.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import type { UpdateChanges } from "#lib/update-fields.ts";

/** What is shown: the changes with what they would come to. */
export interface Reviewed {
  changes: UpdateChanges;
  preview: UpdatePreview;
}

/** Asks what the changes would do to the members of a set. Stopping ends it in the database too. */
export function useUpdatePreview(set: number) {
  const asking = useRef<AbortController>(null);
  const mutation = useMutation({
    mutationFn: async (changes: UpdateChanges): Promise<Reviewed> => {
      asking.current = new AbortController();
      const preview = await fetchJson<UpdatePreview>("/api/update-users/preview", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ set, changes }),
        signal: asking.current.signal,
      });
      return { changes, preview };
    },
  });
  return { ...mutation, stop: () => asking.current?.abort() };
}
