"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "#components/button.tsx";
import type { Forecast } from "#jobs/forecast.ts";
import { getJson } from "#lib/fetch-json.ts";
import { forecastSentence } from "./forecast-view.ts";

/** Asked for by hand: it reads as much as a preview. */
export function NextRunCount({ job, title }: { job: string; title: string }) {
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["forecast", job],
    queryFn: ({ signal }) => getJson<Forecast>(`/api/schedules/${job}/forecast`, signal),
    enabled: false,
    gcTime: 0,
  });
  return (
    <div className="grid justify-items-start">
      {!data && (
        <Button
          pending={isFetching}
          aria-label={`Count what the next run of ${title} would remove`}
          onClick={() => void refetch()}
        >
          Count
        </Button>
      )}
      <div role="status">{data && forecastSentence(job, data)}</div>
      {error && (
        <span role="alert" className="text-danger">
          {error.message}
        </span>
      )}
    </div>
  );
}
