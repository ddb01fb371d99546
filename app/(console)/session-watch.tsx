"use client";

import { useEffect, useState } from "react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AlertDialog } from "radix-ui";
import { AlertFrame } from "#components/alert-frame.tsx";
import { Button } from "#components/button.tsx";
import { fetchJson, getJson } from "#lib/fetch-json.ts";
import { formatSeconds } from "#lib/format.ts";
import { IDLE_MINUTES, type SessionTime } from "#lib/session-limits.ts";

const WARNED_SECONDS = 120;
const key = ["session"];

/** Null once it is over. */
type Told = SessionTime | null;
type Kind = "well" | "ending" | "endingInAnyCase" | "over" | "anothers";

const kindOf = (told: Told, staff: string): Kind => {
  if (told === null) return "over";
  if (told.staff !== staff) return "anothers";
  if (told.secondsLeft > WARNED_SECONDS) return "well";
  return told.mayExtend ? "ending" : "endingInAnyCase";
};

/** Until the server is asked again: before anything is said, and often while it is, for another tab may have answered. */
function askAgainMs(told: Told | undefined): number | false {
  if (!told) return false;
  const toWarning = told.secondsLeft - WARNED_SECONDS;
  return 1_000 * (toWarning > 0 ? toWarning : Math.min(10, told.secondsLeft + 1));
}

/**
 * Says two minutes ahead that a session ends in which nobody does anything, and lets it go on. Once it is
 * over, or somebody else's, nothing of the page is to be read. `staff` is the id of who looks at it.
 */
export function SessionWatch({ staff }: { staff: string }) {
  const client = useQueryClient();
  // What was entered stays theirs, whoever the page is read anew for.
  const [opener] = useState(staff);
  const { data: told, dataUpdatedAt } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => getJson<Told>("/session", signal),
    // To show a page is activity, which the server writes down once a minute; how long ago somebody signed in it says.
    initialData: { staff, secondsLeft: IDLE_MINUTES * 60 - 60, mayExtend: true },
    initialDataUpdatedAt: 0,
    refetchInterval: ({ state }) => (state.error ? 30_000 : askAgainMs(state.data)),
    refetchIntervalInBackground: true,
    // Back from another tab, where somebody else may have signed in, or from a computer that slept.
    refetchOnWindowFocus: "always",
  });
  const extend = useMutation({
    mutationFn: () => fetchJson<Told>("/session", { method: "POST" }),
    onSuccess: (now) => client.setQueryData(key, now),
  });
  const kind = kindOf(told, opener);
  const [closed, setClosed] = useState<Kind>("well");
  if (kind === "well" && closed !== "well") setClosed("well");
  const close = () => {
    if (kind === "endingInAnyCase") setClosed(kind);
    else if (kind === "anothers") location.reload();
    else extend.mutate();
  };
  return (
    <AlertFrame
      open={kind !== "well" && kind !== closed}
      onOpenChange={(open) => !open && close()}
      covers={kind === "over" || kind === "anothers"}
    >
      <AlertDialog.Title className="text-lg font-semibold">{titles[kind]}</AlertDialog.Title>
      <AlertDialog.Description asChild>
        <div className="grid gap-2">
          {kind === "over" && <Over />}
          {kind === "anothers" && (
            <p>Load the page anew. What was entered here under another name goes with it.</p>
          )}
          {(kind === "ending" || kind === "endingInAnyCase") && (
            <Ending until={dataUpdatedAt + 1_000 * (told?.secondsLeft ?? 0)} kind={kind} />
          )}
          {extend.error && (
            <p role="alert">Lethe did not answer, so the session is as it was. Try again.</p>
          )}
          {kind === "over" && extend.data === null && (
            <p role="alert">Nobody is signed in here yet.</p>
          )}
        </div>
      </AlertDialog.Description>
      <div className="flex justify-end border-t pt-4">
        <AlertDialog.Cancel asChild>
          <Button variant="primary" pending={extend.isPending}>
            {buttons[kind]}
          </Button>
        </AlertDialog.Cancel>
      </div>
    </AlertFrame>
  );
}

const titles: Record<Kind, string> = {
  well: "You are signed in",
  ending: "Are you still there?",
  endingInAnyCase: "Your session ends soon",
  over: "Your session is over",
  anothers: "Somebody else is signed in here now",
};

const buttons: Record<Kind, string> = {
  well: "Back to the page",
  ending: "Stay signed in",
  endingInAnyCase: "Back to the page",
  over: "Back to the page",
  anothers: "Load the page anew",
};

const Over = () => (
  <>
    <p role="alert">
      You are signed out. What you entered is still on this page, which is hidden: sign in again in
      another tab, then go on here.
    </p>
    <p>
      <a className="text-link" href="/sign-in" target="_blank" rel="noopener">
        Sign in (new tab)
      </a>
    </p>
  </>
);

function Ending({ until, kind }: { until: number; kind: Kind }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = formatSeconds(Math.max(0, Math.round((until - now) / 1_000)));
  return kind === "ending" ? (
    <p>
      Nobody has done anything here for a while. You are signed out in {left}, unless you stay
      signed in.
    </p>
  ) : (
    <p>
      You signed in a working day ago, so you are signed out in {left}, whatever you do. Save what
      you entered, and sign in again.
    </p>
  );
}
