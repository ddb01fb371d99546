import { queryOptions } from "@tanstack/react-query";
import type { Run, RunRow } from "#db/queries/job-runs.ts";
import { isGone } from "#lib/erasure.ts";
import { getJson } from "#lib/fetch-json.ts";
import type { Titled } from "./titled-runs-query.ts";

/** Milliseconds. Fast only while something moves. */
const moving = 1_500;
const still = 3_000;
const erasing = 20_000;

export const currentRunsQuery = (initialData: Titled<RunRow>[]) =>
  queryOptions({
    queryKey: ["job-runs", "current"],
    queryFn: async ({ signal }) =>
      (await getJson<{ runs: Titled<RunRow>[] }>("/api/job-runs?current=true", signal)).runs,
    initialData,
    // The page brings what is so now: what an earlier visit left behind is older.
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((run) => run.isActive) ? moving : still),
  });

export const runQuery = (initialData: Titled<Run>) =>
  queryOptions({
    queryKey: ["job-runs", initialData.id],
    queryFn: ({ signal }) => getJson<Titled<Run>>(`/api/job-runs/${initialData.id}`, signal),
    initialData,
    refetchInterval: ({ state: { data } }) =>
      data?.isActive ? moving : data?.erasure && !isGone(data.erasure) ? erasing : false,
  });
