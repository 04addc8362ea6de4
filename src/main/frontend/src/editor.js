// The boxes of one image while a person draws: every change is a new list, so that undo and redo are steps in a history.
export const SMALLEST = 0.002;

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
export const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** A box from two corners in any order, inside the image. */
export function boxOf(x1, y1, x2, y2) {
  const [left, right] = [clamp(Math.min(x1, x2), 0, 1), clamp(Math.max(x1, x2), 0, 1)];
  const [top, bottom] = [clamp(Math.min(y1, y2), 0, 1), clamp(Math.max(y1, y2), 0, 1)];
  return [left, top, right - left, bottom - top];
}

/** The box moved as a whole; it stops at the edges of the image. */
export function moved([x, y, w, h], dx, dy) {
  return [clamp(x + dx, 0, 1 - w), clamp(y + dy, 0, 1 - h), w, h];
}

/** The box with the sides that a handle names ('n', 'se', …) moved; it keeps a least size. */
export function resized([x, y, w, h], handle, dx, dy) {
  let [left, top, right, bottom] = [x, y, x + w, y + h];
  if (handle.includes('w')) left = clamp(left + dx, 0, right - SMALLEST);
  if (handle.includes('e')) right = clamp(right + dx, left + SMALLEST, 1);
  if (handle.includes('n')) top = clamp(top + dy, 0, bottom - SMALLEST);
  if (handle.includes('s')) bottom = clamp(bottom + dy, top + SMALLEST, 1);
  return [left, top, right - left, bottom - top];
}

const HANDLES = { nw: [0, 0], n: [0.5, 0], ne: [1, 0], e: [1, 0.5], se: [1, 1], s: [0.5, 1], sw: [0, 1], w: [0, 0.5] };
export const handlesOf = ([x, y, w, h]) => Object.entries(HANDLES).map(([name, [fx, fy]]) => [name, x + fx * w, y + fy * h]);

/** The handle under a point, with a reach given in shares of the image. */
export function handleAt(box, x, y, reachX, reachY) {
  return handlesOf(box).find(([, hx, hy]) => Math.abs(hx - x) <= reachX && Math.abs(hy - y) <= reachY)?.[0] ?? null;
}

export function createHistory(labels) {
  const steps = [labels];
  let at = 0;
  return {
    now: () => steps[at],
    push(next) {
      steps.splice(at + 1, steps.length, next);
      at++;
    },
    undo: () => (at > 0 ? steps[--at] : null),
    redo: () => (at < steps.length - 1 ? steps[++at] : null),
    canUndo: () => at > 0,
    canRedo: () => at < steps.length - 1,
  };
}

/** Seconds of work: time passes while the page is in sight and something happened in the last half minute. */
export function createClock(idle = 30_000) {
  let last = performance.now();
  let taken = 0;
  const touch = () => {
    const now = performance.now();
    if (!document.hidden) taken += Math.min(now - last, idle) / 1000;
    last = now;
  };
  return { touch, take() { touch(); const seconds = taken; taken = 0; return seconds; } };
}
