// Labels drawn on a canvas that lies over a picture. A label is [id, label, x, y, w, h, confidence, outcome] in shares of the image.
import { DASHES, OUTCOMES, colorOf } from './palette.js';

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
    if (names) {
      const text = label[1] + (label[6] == null ? '' : ' ' + label[6].toFixed(2)) + (label[7] ? ' ' + label[7].toUpperCase() : '');
      const wide = g.measureText(text).width + 6;
      const y = top >= 16 ? top - 16 : top;
      g.setLineDash([]);
      g.fillStyle = g.strokeStyle;
      g.fillRect(left - 1, y, wide, 16);
      g.fillStyle = '#fff';
      g.fillText(text, left + 2, y + 12);
    }
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
