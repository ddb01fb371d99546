import type { ComponentProps } from "react";
import Link from "next/link";
import clsx from "clsx";
import { buttonClass, type ButtonVariant } from "./button-class.ts";

interface Props extends Omit<ComponentProps<typeof Link>, "href"> {
  href: string;
  variant?: ButtonVariant;
}

/** To a page, or to a file of the API: that the router must neither fetch beforehand nor take for a page. */
export function ButtonLink({ variant, className, prefetch, ...rest }: Props) {
  const look = clsx(buttonClass(variant), className);
  return rest.href.startsWith("/api/") ? (
    <a download href={rest.href} className={look}>
      {rest.children}
    </a>
  ) : (
    <Link {...rest} prefetch={prefetch} className={look} />
  );
}
