// A line drawn round points, on a canvas of its own: while it grows nothing else is drawn, however many points there are.

const STEP = 8; // pixels that an arrow moves the corner by; Shift: five times as far

/**
 * Follows the pointer over `canvas`, or the keys while it has the focus, and gives the closed line as pixels of the canvas:
 * [x0, y0, x1, y1, …]. By keys: arrows move, Enter or Space sets a corner, Enter where the last one is closes the line. `onSay` is told
 * what a person who does not see the line needs to know. Returns what ends it.
 */
export function follow(canvas, color, onDone, onSay) {
  let path = null;
  let corner = null; // where the keys are
  const spot = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio); // which also wipes it
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.strokeStyle = color;
    g.lineWidth = 1.5;
    if (corner) {
      const [x, y] = corner;
      g.beginPath();
      for (const [dx, dy] of [[9, 0], [0, 9]]) { g.moveTo(x - dx, y - dy); g.lineTo(x + dx, y + dy); }
      g.stroke();
    }
    if (!path) return;
    g.beginPath();
    for (let i = 0; i < path.length; i += 2) g.lineTo(path[i], path[i + 1]);
    if (corner) g.lineTo(...corner);
    g.closePath();
    g.stroke();
    g.globalAlpha = 0.1;
    g.fillStyle = color;
    g.fill();
  };
  const down = (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    corner = null;
    path = spot(event);
  };
  const move = (event) => {
    if (!path || corner) return;
    const [x, y] = spot(event);
    if (Math.hypot(x - path[path.length - 2], y - path[path.length - 1]) < 2) return;
    path.push(x, y);
    draw();
  };
  const close = () => {
    const done = path;
    path = null;
    draw();
    if (done?.length >= 6) onDone(done);
  };
  const up = () => corner || close();
  const drop = () => { path = null; corner = null; draw(); };
  const keys = (event) => {
    const far = STEP * (event.shiftKey ? 5 : 1);
    const arrow = { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far], ArrowDown: [0, far] }[event.key];
    const set = event.key === 'Enter' || event.key === ' ';
    if (!arrow && !set && !(event.key === 'Escape' && corner)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return drop(), onSay('The line is dropped.');
    const { clientWidth: width, clientHeight: height } = canvas;
    corner ??= [width / 2, height / 2];
    if (arrow) corner = [Math.max(0, Math.min(width, corner[0] + arrow[0])), Math.max(0, Math.min(height, corner[1] + arrow[1]))];
    else if (path?.at(-2) === corner[0] && path.at(-1) === corner[1]) {
      if (path.length < 6) return onSay('A line takes three corners.');
      return close();
    } else (path ??= []).push(...corner);
    draw();
    const [x, y] = [corner[0] / width, corner[1] / height].map((share) => Math.round(100 * share));
    onSay(set ? `Corner ${path.length / 2} at ${x}, ${y} percent; Enter again closes the line.` : `${x}, ${y} percent`);
  };
  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: drop, keydown: keys, blur: drop };
  for (const [name, handler] of Object.entries(handlers)) canvas.addEventListener(name, handler);
  return () => { for (const [name, handler] of Object.entries(handlers)) canvas.removeEventListener(name, handler); };
}

/** Where a point of the plot is on the canvas, in pixels. `view` is the camera, a 4 by 4 matrix by columns that turns nothing. */
export const toPixels = (x, y, view, width, height) => [
  width / 2 + (height / 2) * (view[0] * x + view[12]),
  height / 2 - (height / 2) * (view[5] * y + view[13]),
];

/** The place of the plot under a pixel. */
export const toPlot = (px, py, view, width, height) => [((px - width / 2) / (height / 2) - view[12]) / view[0], ((height / 2 - py) / (height / 2) - view[13]) / view[5]];

/** Positions of the points inside a closed line. `view` is the camera, a 4 by 4 matrix by columns; even-odd, so a hole is a hole. */
export function inside(path, { x, y, count }, view, width, height) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < path.length; i += 2) {
    left = Math.min(left, path[i]); right = Math.max(right, path[i]);
    top = Math.min(top, path[i + 1]); bottom = Math.max(bottom, path[i + 1]);
  }
  const found = new Uint32Array(count);
  let n = 0;
  for (let p = 0; p < count; p++) {
    const px = width / 2 + (height / 2) * (view[0] * x[p] + view[4] * y[p] + view[12]);
    const py = height / 2 - (height / 2) * (view[1] * x[p] + view[5] * y[p] + view[13]);
    if (px < left || px > right || py < top || py > bottom) continue;
    let within = false;
    for (let i = 0, j = path.length - 2; i < path.length; j = i, i += 2) {
      if (path[i + 1] > py !== path[j + 1] > py && px < path[i] + ((py - path[i + 1]) * (path[j] - path[i])) / (path[j + 1] - path[i + 1])) within = !within;
    }
    if (within) found[n++] = p;
  }
  return found.slice(0, n);
}
