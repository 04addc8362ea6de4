// A line drawn round points, on a canvas of its own: while it grows nothing else is drawn, however many points there are.

/** Follows the pointer over `canvas` and gives the closed line, as pixels of the canvas: [x0, y0, x1, y1, …]. Returns what ends it. */
export function follow(canvas, color, onDone) {
  let path = null;
  const spot = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const draw = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio); // which also wipes it
    canvas.height = Math.round(canvas.clientHeight * ratio);
    if (!path) return;
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.beginPath();
    for (let i = 0; i < path.length; i += 2) g.lineTo(path[i], path[i + 1]);
    g.closePath();
    g.strokeStyle = color;
    g.lineWidth = 1.5;
    g.stroke();
    g.globalAlpha = 0.1;
    g.fillStyle = color;
    g.fill();
  };
  const down = (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    path = spot(event);
  };
  const move = (event) => {
    if (!path) return;
    const [x, y] = spot(event);
    if (Math.hypot(x - path[path.length - 2], y - path[path.length - 1]) < 2) return;
    path.push(x, y);
    draw();
  };
  const up = () => {
    const done = path;
    path = null;
    draw();
    if (done?.length >= 6) onDone(done);
  };
  const drop = () => { path = null; draw(); };
  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: drop };
  for (const [name, handler] of Object.entries(handlers)) canvas.addEventListener(name, handler);
  return () => { for (const [name, handler] of Object.entries(handlers)) canvas.removeEventListener(name, handler); };
}

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
