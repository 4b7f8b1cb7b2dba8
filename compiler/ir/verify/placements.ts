// Which placements are legal for a shape: the axis exists, a halo has its boundary, and one number alone is everywhere.
import type { Placement } from "../placement.ts";
import { showPlacement } from "../placement.ts";
import type { Report } from "./kernels.ts";

export function verifyPlacement(what: string, placement: Placement, ndim: number, report: Report): void {
  const shown = showPlacement(placement);
  if ("axis" in placement && !(placement.axis < ndim)) report(`${what} is ${shown} and has ${ndim} axes`);
  if (placement.kind === "grid") {
    const { axes, aligns, halos, corners, boundary } = placement;
    if (axes[0] === axes[1] || axes.some((axis) => !(axis < ndim))) report(`${what} is ${shown} and has ${ndim} axes`);
    if (!aligns.every((align) => Number.isInteger(align) && align >= 1)) report(`${what} is aligned on ${aligns.join(" and ")}`);
    if (!halos.every((halo) => Number.isInteger(halo) && halo >= 0)) report(`${what} has halos of ${halos.join(" and ")}`);
    if (halos.some((halo) => halo > 0) !== (boundary !== undefined)) report(`${what} is ${shown}: a halo and a boundary come together`);
    if (corners && halos.includes(0)) report(`${what} is ${shown}: corners lie between two halos`);
  }
  if (placement.kind !== "block") return;
  if (!(Number.isInteger(placement.align) && placement.align >= 1)) report(`${what} is aligned on ${placement.align}`);
  if (!(Number.isInteger(placement.halo) && placement.halo >= 0)) report(`${what} has a halo of ${placement.halo}`);
  if ((placement.halo > 0) !== (placement.boundary !== undefined)) report(`${what} is ${shown}: a halo and a boundary come together`);
}
