import { queryOptions } from "@tanstack/react-query";
import type { Run, RunRow } from "#db/queries/job-runs.ts";
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

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as T;
  const said = typeof body === "object" && body && "error" in body ? String(body.error) : "";
  throw new Error(said || `Lethe answered ${response.status}.`);
}
