import type { ReactNode } from "react";

/** A day or a moment in a table: never broken, and its figures below those of the next row. */
export const When = ({ children }: { children: ReactNode }) => (
  <span className="whitespace-nowrap tabular-nums">{children}</span>
);
