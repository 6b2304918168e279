// Which marks will there be, once the kernel has done what is on its way to it?

/** @import { BoardAction } from "./types" */

/**
 * Null where only the kernel can tell: it knows what there is to be taken back.
 * @param {number[]} points those that it last told of
 * @param {BoardAction[]} actions not yet known to be done
 * @returns {number[] | null}
 */
export function expected(points, actions) {
  let steps = [points];
  for (const { kind, at } of actions) {
    const here = steps[steps.length - 1];
    if (kind === "place") steps.push([...here, Number(at)]);
    else if (kind === "remove") steps.push(here.filter((each) => each !== at));
    else if (kind === "clear") steps.push([]);
    else if (kind === "compare") steps = [here]; // nothing before it is taken back
    else if (kind === "undo" && steps.length > 1) steps.pop();
    else return null;
  }
  return steps[steps.length - 1];
}
