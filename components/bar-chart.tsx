export interface Bar {
  label: string;
  value: number;
}

interface Props {
  /** What is shown, in words; the same numbers stand in a table beside. */
  title: string;
  bars: readonly Bar[];
  format: (value: number) => string;
}

/** Bars with their names and numbers written out, so that nothing hangs on colour. */
export function BarChart({ title, bars, format }: Props) {
  const most = Math.max(...bars.map(({ value }) => value), 0);
  return (
    <figure className="@container grid max-w-3xl gap-3">
      <figcaption className="font-medium">{title}</figcaption>
      <ul className="grid gap-2">
        {bars.map(({ label, value }) => (
          <li
            key={label}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 @md:grid-cols-[minmax(6rem,14rem)_minmax(0,1fr)_7rem]"
          >
            <span className="@max-md:order-1">{label}</span>
            <svg
              aria-hidden
              viewBox="0 0 100 10"
              preserveAspectRatio="none"
              className="h-3 w-full @max-md:order-3 @max-md:col-span-2"
            >
              <line x1="0" x2="0" y1="0" y2="10" className="stroke-edge" />
              <rect
                width={most > 0 ? (Math.max(0, value) / most) * 100 : 0}
                height="10"
                className="fill-accent forced-colors:fill-[CanvasText]"
              />
            </svg>
            <span className="text-right tabular-nums @max-md:order-2">{format(value)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
