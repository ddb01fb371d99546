/** Stands where a page's content will be while it is read. */
export function Skeleton({ lines = 6 }: { lines?: number }) {
  return (
    <div role="status" aria-label="Loading" className="grid gap-3">
      <noscript>What is counted comes with JavaScript only.</noscript>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="bg-hover h-5 animate-pulse rounded-md" />
      ))}
    </div>
  );
}
