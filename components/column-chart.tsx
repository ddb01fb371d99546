import type { Bar } from "./bar-chart.tsx";

interface Props {
  /** What is shown, in words; the same numbers stand in a table beside. */
  title: string;
  /** In order of time. */
  columns: readonly Bar[];
  format: (value: number) => string;
}

const size = { width: 720, height: 240, left: 64, right: 28, top: 10, bottom: 28 };
const ground = size.height - size.bottom;

/** A course of time. Scrolls inside itself where the screen is narrower than its figures are legible. */
export function ColumnChart({ title, columns, format }: Props) {
  const step = niceStep(Math.max(...columns.map(({ value }) => value), 1));
  const ticks = [0, 1, 2, 3, 4].map((tick) => tick * step);
  const top = 4 * step;
  const slot = (size.width - size.left - size.right) / Math.max(columns.length, 1);
  const every = Math.ceil(columns.length / 10);
  const y = (value: number) => ground - (Math.max(0, value) / top) * (ground - size.top);
  return (
    <figure className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-3">
      <figcaption className="font-medium">{title}</figcaption>
      <div
        role="group"
        aria-label={`${title}: chart`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="scroll-frame overflow-x-auto"
      >
        <svg
          role="img"
          aria-label={summary(columns, format)}
          viewBox={`0 0 ${size.width} ${size.height}`}
          className="fill-muted w-full min-w-xl text-xs tabular-nums"
        >
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                x1={size.left}
                x2={size.width}
                y1={y(tick)}
                y2={y(tick)}
                className={tick === 0 ? "stroke-edge" : "stroke-line"}
              />
              <text x={size.left - 8} y={y(tick) + 4} textAnchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          <g className="fill-accent forced-colors:fill-[CanvasText]">
            {columns.map(({ label, value }, index) => (
              <rect
                key={label}
                x={hundredths(size.left + index * slot + slot * 0.12)}
                width={hundredths(slot * 0.76)}
                y={hundredths(y(value))}
                height={hundredths(ground - y(value))}
              >
                <title>{`${label}: ${format(value)}`}</title>
              </rect>
            ))}
          </g>
          <g textAnchor="middle">
            {columns.map(
              ({ label }, index) =>
                index % every === 0 && (
                  <text
                    key={label}
                    x={hundredths(size.left + (index + 0.5) * slot)}
                    y={size.height - 8}
                  >
                    {label}
                  </text>
                ),
            )}
          </g>
        </svg>
      </div>
    </figure>
  );
}

/** As exact as anybody sees, in a third of the letters. */
const hundredths = (length: number) => Math.round(length * 100) / 100;

/** A step of 1, 2, 2.5 or 5 times a power of ten, of which four hold `most`. Whole for small counts. */
function niceStep(most: number): number {
  const rough = Math.max(most / 4, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10;
  return Math.ceil(factor * power);
}

function summary(columns: readonly Bar[], format: (value: number) => string): string {
  const [first] = columns;
  const last = columns.at(-1);
  if (!first || !last) return "Nothing to show.";
  const most = columns.reduce((best, one) => (one.value > best.value ? one : best), first);
  const least = columns.reduce((best, one) => (one.value < best.value ? one : best), first);
  const said = ({ label, value }: Bar) => `${label} with ${format(value)}`;
  return `From ${first.label} to ${last.label}: most in ${said(most)}, least in ${said(least)}.`;
}
