interface Props {
  label: string;
  value: number;
  max: number;
  /** What the bar says in words, such as "1,200 of 4,500 (27%)". */
  text: string;
}

export function Progress({ label, value, max, text }: Props) {
  const share = max > 0 ? Math.min(1, value / max) : 0;
  return (
    <div className="grid min-w-40 gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
        className="border-edge h-2 overflow-hidden rounded-full border"
      >
        <div
          data-fill
          className="bg-accent h-full transition-[width] duration-150"
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <span aria-hidden className="text-muted text-xs tabular-nums">
        {text}
      </span>
    </div>
  );
}
