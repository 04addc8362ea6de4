// Labels drawn on a canvas that lies over a picture. A label is [id, label, x, y, w, h, confidence, outcome] in shares of the image.
import { DASHES, OUTCOMES, colorOf } from './palette.js';

const NAME = 16; // height of a name in pixels

export function visible(label, least) {
  return label[6] == null || label[6] >= least;
}

export function strokeOf(label) {
  return label[7] && OUTCOMES[label[7]] ? OUTCOMES[label[7]] : colorOf(label[1]);
}

/** Draws labels; `place(x, y)` turns shares of the image into pixels of the canvas. */
export function drawLabels(canvas, labels, place, { names = false, least = 0, strong = new Set() } = {}) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const g = canvas.getContext('2d');
  g.setTransform(ratio, 0, 0, ratio, 0, 0);
  g.font = '12px system-ui, sans-serif';
  const drawn = [];
  for (const label of labels) {
    if (!visible(label, least)) continue;
    const [left, top] = place(label[2], label[3]);
    const [right, bottom] = place(label[2] + label[4], label[3] + label[5]);
    const chosen = strong.has(label[0]);
    g.strokeStyle = strokeOf(label);
    g.lineWidth = chosen ? 3.5 : 1.8;
    g.setLineDash(label[7] ? (DASHES[label[7]] ?? []) : label[6] == null ? [] : [6, 3]);
    g.strokeRect(left, top, right - left, bottom - top);
    if (chosen) {
      g.globalAlpha = 0.18;
      g.fillStyle = g.strokeStyle;
      g.fillRect(left, top, right - left, bottom - top);
      g.globalAlpha = 1;
    }
    drawn.push({ label, left, top, right, bottom, chosen });
  }
  if (names) drawNames(g, drawn, width, height);
}

/** The name of each label where it hides no other: above its box, below, inside, or at the right. Without room it is left to the hover. */
function drawNames(g, drawn, width, height) {
  const taken = [];
  g.setLineDash([]);
  for (const { label, left, top, right, bottom, chosen } of [...drawn].sort((a, b) => b.chosen - a.chosen)) {
    const text = label[1] + (label[6] == null ? '' : ' ' + label[6].toFixed(2)) + (label[7] ? ' ' + label[7].toUpperCase() : '');
    const wide = g.measureText(text).width + 6;
    const places = [[left - 1, top - NAME], [left - 1, bottom], [left - 1, top], [right - wide + 1, top - NAME], [right - wide + 1, bottom]];
    const free = places.find(([x, y]) =>
      x >= 0 && x + wide <= width && y >= 0 && y + NAME <= height && taken.every(([px, py, pw]) => x >= px + pw || x + wide <= px || y >= py + NAME || y + NAME <= py));
    if (!free) continue;
    taken.push([...free, wide]);
    g.fillStyle = strokeOf(label);
    g.fillRect(...free, wide, NAME);
    g.fillStyle = '#fff';
    g.fillText(text, free[0] + 3, free[1] + 12);
  }
}

/** The smallest visible label under a point, given in shares of the image. */
export function labelAt(labels, x, y, least, slack = 0) {
  let best = null;
  for (const label of labels) {
    const inside = x >= label[2] - slack && x <= label[2] + label[4] + slack && y >= label[3] - slack && y <= label[3] + label[5] + slack;
    if (inside && visible(label, least) && (!best || label[4] * label[5] < best[4] * best[5])) best = label;
  }
  return best;
}
