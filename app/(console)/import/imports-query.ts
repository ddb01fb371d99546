import { queryOptions } from "@tanstack/react-query";
import type { Import } from "#db/queries/imports.ts";
import { getJson } from "#lib/fetch-json.ts";

/** Milliseconds. Fast only while something moves. */
const moving = 1_000;
/** While files arrive, perhaps from another browser. */
const arriving = 5_000;

export const importKey = (id: string) => ["imports", id];

export const importQuery = (initialData: Import) =>
  queryOptions({
    queryKey: importKey(initialData.id),
    queryFn: ({ signal }) => getJson<Import>(`/api/imports/${initialData.id}`, signal),
    initialData,
    refetchInterval: ({ state }) => {
      if (state.data?.isMoving) return moving;
      return state.data?.status === "uploading" ? arriving : false;
    },
  });
