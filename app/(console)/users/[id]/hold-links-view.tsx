import { Fragment } from "react";
import Link from "next/link";

interface Props {
  holds: readonly number[];
  mayOpen: boolean;
}

/** "hold 3 is released", "hold 3 and hold 7 are released"; each a link for who may see holds. */
export const HoldLinks = ({ holds, mayOpen }: Props) => (
  <>
    {holds.map((hold, index) => (
      <Fragment key={hold}>
        {index > 0 && (index === holds.length - 1 ? " and " : ", ")}
        {mayOpen ? (
          <Link className="text-link" href={`/legal-holds/${hold}`} prefetch={false}>
            hold {hold}
          </Link>
        ) : (
          `hold ${hold}`
        )}
      </Fragment>
    ))}
    {holds.length === 1 ? " is released" : " are released"}
  </>
);
