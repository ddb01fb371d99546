"use client";

import { useSyncExternalStore } from "react";
import { Answered, fetchJson, postJson, Unreached } from "#lib/fetch-json.ts";
import { sentChunkBytes } from "#lib/import-limits.ts";

/*
 * Files on their way from this browser. Outside React, so that another screen may be looked at while
 * they are sent; a reload ends it, and what has arrived stays.
 */

export interface FileOnItsWay {
  number: number;
  file: File;
  /** Bytes that have arrived. */
  received: number;
}

export interface Sending {
  files: readonly FileOnItsWay[];
  /** Why it stands still; it can be gone on with. */
  problem: string | null;
}

const sendings = new Map<string, Sending>();
const stops = new Map<string, AbortController>();
const listeners = new Set<() => void>();
/** Milliseconds before each new try of a piece that got no answer. */
const waits = [500, 1_000, 2_000, 4_000, 8_000];

/** What this browser is sending for an import; null when nothing, as after a reload. */
export const useSending = (id: string): Sending | null =>
  useSyncExternalStore(
    subscribe,
    () => sendings.get(id) ?? null,
    () => null,
  );

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(id: string, sending: Sending | null): void {
  if (sending) sendings.set(id, sending);
  else sendings.delete(id);
  const isBusy = [...sendings.values()].some(({ problem }) => problem === null);
  if (isBusy) window.addEventListener("beforeunload", ask);
  else window.removeEventListener("beforeunload", ask);
  for (const listener of listeners) listener();
}

const ask = (event: BeforeUnloadEvent) => event.preventDefault();

/** Sends what is missing of the files, then tries the import. Goes on by itself while the page lives. */
export async function sendFiles(id: string, files: readonly FileOnItsWay[]): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  stops.set(id, stop);
  let now = files;
  tell(id, { files: now, problem: null });
  try {
    for (const file of files) {
      for await (const received of arriving(id, file, signal)) {
        now = now.map((one) => (one.number === file.number ? { ...one, received } : one));
        tell(id, { files: now, problem: null });
      }
    }
    await postJson(`/api/imports/${id}/start`, { dryRun: true });
    tell(id, null);
  } catch (error) {
    if (!signal.aborted) tell(id, { files: now, problem: problemOf(error) });
  }
}

/** What has arrived stays, until the import is discarded. */
export function stopSending(id: string): void {
  stops.get(id)?.abort();
  tell(id, null);
}

/** How much has arrived after each piece. The server says where to go on, also after a gap. */
async function* arriving(id: string, sent: FileOnItsWay, signal: AbortSignal) {
  let offset = sent.received;
  while (offset < sent.file.size) {
    signal.throwIfAborted();
    const from = offset;
    const { received: arrived } = await patiently(() => sendPiece(id, sent, from, signal));
    if (arrived === from) throw new Error("the server takes nothing more of this file");
    offset = arrived;
    yield offset;
  }
}

async function sendPiece(
  id: string,
  { number, file }: FileOnItsWay,
  offset: number,
  signal: AbortSignal,
) {
  // Read here, so that a file that has changed is told from a connection that is gone.
  const piece = await file.slice(offset, offset + sentChunkBytes).arrayBuffer();
  try {
    return await fetchJson<{ received: number }>(
      `/api/imports/${id}/files/${number}?offset=${offset}`,
      {
        method: "PUT",
        headers: { "content-type": "application/octet-stream" },
        body: piece,
        signal,
      },
    );
  } catch (error) {
    const received = error instanceof Answered ? error.body.received : undefined;
    if (typeof received === "number" && received !== offset) return { received };
    throw error;
  }
}

/** Again after a while, where no answer came or the server is away; what it says no to is thrown. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return work();
}

const passes = (error: unknown): boolean =>
  error instanceof Unreached || (error instanceof Answered && error.status >= 500);

function problemOf(error: unknown): string {
  if (error instanceof Answered) return error.message;
  if (error instanceof Unreached) return "Lethe cannot be reached. What has arrived is kept.";
  if (error instanceof DOMException) {
    return "A file was changed, moved or removed while it was sent. Discard this upload and begin anew.";
  }
  return "The upload broke off. What has arrived is kept.";
}
