"use client";

import type { UpdatePreview } from "#jobs/update-users/preview.ts";
import { fetchJson } from "#lib/fetch-json.ts";
import type { UpdateChanges } from "#lib/update-fields.ts";
import { useAskedUntilLeft } from "../../asked-until-left.ts";

/** What is shown: the changes with what they would come to. */
export interface Reviewed {
  changes: UpdateChanges;
  preview: UpdatePreview;
}

/** Asks what the changes would do to the members of a set. */
export const useUpdatePreview = (set: number) =>
  useAskedUntilLeft(async (changes: UpdateChanges, signal): Promise<Reviewed> => {
    const preview = await fetchJson<UpdatePreview>("/api/update-users/preview", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ set, changes }),
      signal,
    });
    return { changes, preview };
  });
