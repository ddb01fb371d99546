import { queryOptions } from "@tanstack/react-query";
import { getJson } from "#lib/get-json.ts";
import type { Run, RunRow } from "#db/queries/job-runs.ts";
import { getJson } from "#lib/fetch-json.ts";
import type { Titled } from "./titled-runs-query.ts";

/** Milliseconds. Fast only while something moves. */
const moving = 1_500;
const still = 15_000;

export const currentRunsQuery = (initialData: Titled<RunRow>[]) =>
  queryOptions({
    queryKey: ["job-runs", "current"],
    queryFn: async ({ signal }) =>
      (await getJson<{ runs: Titled<RunRow>[] }>("/api/job-runs?current=true", signal)).runs,
    initialData,
    refetchInterval: ({ state }) => (state.data?.some((run) => run.isActive) ? moving : still),
  });

export const runQuery = (initialData: Titled<Run>) =>
  queryOptions({
    queryKey: ["job-runs", initialData.id],
    queryFn: ({ signal }) => getJson<Titled<Run>>(`/api/job-runs/${initialData.id}`, signal),
    initialData,
    refetchInterval: ({ state }) => (state.data?.isActive ? moving : false),
  });
