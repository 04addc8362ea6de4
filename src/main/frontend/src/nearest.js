// Which point lies under the pointer: points by the squares of a grid, so that a look costs the same however many there are.
const MOST_SQUARES = 512; // a side

/** The points in [-1, 1] by squares: `order` lists them, `starts` says where each square begins in it. */
export function bySquares({ x, y, count }) {
  const side = Math.max(1, Math.min(MOST_SQUARES, Math.round(Math.sqrt(count) / 2)));
  const of = (value) => Math.max(0, Math.min(side - 1, Math.floor(((value + 1) / 2) * side)));
  const starts = new Uint32Array(side * side + 1);
  for (let i = 0; i < count; i++) starts[of(y[i]) * side + of(x[i]) + 1]++;
  for (let square = 0; square < side * side; square++) starts[square + 1] += starts[square];
  const next = starts.slice();
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[next[of(y[i]) * side + of(x[i])]++] = i;
  return { side, of, starts, order };
}

/** The point nearest to a place and no further than `reach`, or -1. */
export function nearest({ side, of, starts, order }, { x, y }, atX, atY, reach) {
  let found = -1;
  let least = reach * reach;
  for (let row = of(atY - reach); row <= of(atY + reach); row++) {
    for (let k = starts[row * side + of(atX - reach)]; k < starts[row * side + of(atX + reach) + 1]; k++) {
      const i = order[k];
      const far = (x[i] - atX) ** 2 + (y[i] - atY) ** 2;
      if (far <= least) [found, least] = [i, far];
    }
  }
  return found;
}
