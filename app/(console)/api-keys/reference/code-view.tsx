/** Text for a shell; it scrolls inside itself. */
export const Code = ({ label, children }: { label: string; children: string }) => (
  <pre
    role="group"
    aria-label={label}
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    tabIndex={0}
    className="bg-side overflow-x-auto rounded-md border p-3 font-mono text-xs"
  >
    <code>{children}</code>
  </pre>
);
