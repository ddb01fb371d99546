import type { ComponentProps } from "react";
import Link from "next/link";
import clsx from "clsx";
import { buttonClass, type ButtonVariant } from "./button-class.ts";

interface Props extends ComponentProps<typeof Link> {
  variant?: ButtonVariant;
}

export const ButtonLink = ({ variant, className, ...rest }: Props) => (
  <Link {...rest} className={clsx(buttonClass(variant), className)} />
);
