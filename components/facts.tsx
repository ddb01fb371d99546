import type { ReactNode } from "react";

interface Props {
  facts: readonly (readonly [term: string, fact: ReactNode])[];
  /** More of them, which take the whole width. */
  children?: ReactNode;
}

/** What a page is about, in short, above what it tells. */
export const Facts = ({ facts, children }: Props) => (
  <dl className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-4 border-y py-4">
    {facts.map(([term, fact]) => (
      <div key={term} className="grid content-start gap-1">
        <dt className="text-muted text-xs">{term}</dt>
        <dd className="tabular-nums">{fact}</dd>
      </div>
    ))}
    {children}
  </dl>
);

/** A checksum among them. */
export const Fingerprint = ({ of, hash }: { of: string; hash: string }) => (
  <div className="col-span-full grid gap-1">
    <dt className="text-muted text-xs">Fingerprint of {of} (SHA-256)</dt>
    <dd className="font-mono text-xs break-all">{hash}</dd>
  </div>
);
