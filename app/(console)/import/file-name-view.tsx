/** A name of any length, on as many lines as it needs. */
export const FileName = ({ name }: { name: string }) => (
  <span className="inline-block max-w-80 min-w-24 wrap-anywhere">{name}</span>
);
