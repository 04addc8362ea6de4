// Keeps moving and zooming fluent where a browser draws slowly, as without a graphics card: once two frames of a movement lie far apart,
// every so-many-th point is drawn for as long as the view moves, and all of them when it rests.
const FLUENT_MILLIS = 50;
const REST_MILLIS = 250;
const FEW = 10000;

/** Returns what ends it. */
export function keepPace(scatter, count) {
  if (count <= FEW) return () => {};
  const few = Array.from({ length: FEW }, (_, i) => Math.floor((i * count) / FEW));
  let last = -Infinity;
  let slow = false;
  let thinned = false;
  let rest;
  const all = () => {
    thinned = false;
    scatter.unfilter({ preventEvent: true });
  };
  const moved = scatter.subscribe('view', () => {
    const now = performance.now();
    slow ||= now - last > FLUENT_MILLIS && now - last < REST_MILLIS * 4;
    last = now;
    if (slow && !thinned) {
      thinned = true;
      scatter.filter(few, { preventEvent: true });
    }
    if (!thinned) return;
    clearTimeout(rest);
    rest = setTimeout(all, REST_MILLIS);
  });
  return () => {
    clearTimeout(rest);
    scatter.unsubscribe(moved);
  };
}
