import type { ComponentProps, ReactNode } from "react";
import clsx from "clsx";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";

export type Tone = "good" | "attention" | "danger" | "information";

const looks: Record<Tone, { icon: typeof Info; colours: string }> = {
  good: { icon: CircleCheck, colours: "border-good text-good" },
  attention: { icon: TriangleAlert, colours: "border-attention text-attention" },
  danger: { icon: CircleAlert, colours: "border-danger text-danger" },
  information: { icon: Info, colours: "border-information text-information" },
};

interface Props extends ComponentProps<"div"> {
  tone: Tone;
  children: ReactNode;
}

/** A sentence that must be seen, where it matters. */
export function Notice({ tone, children, className, ...rest }: Props) {
  const { icon: Icon, colours } = looks[tone];
  return (
    <div {...rest} className={clsx("flex gap-2.5 border-l-2 py-1 pl-3", colours, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="text-ink min-w-0">{children}</div>
    </div>
  );
}
