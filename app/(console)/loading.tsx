import { Skeleton } from "#components/skeleton.tsx";

export default function Loading() {
  return <Skeleton />;
}
