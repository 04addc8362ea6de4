// The point under the pointer: a ring round it, its picture and what its colour says. Only these are drawn while the pointer moves.
import { useEffect, useRef, useState } from 'preact/hooks';
import { toPixels, toPlot } from './lasso.js';
import { bySquares, nearest } from './nearest.js';

const REACH = 8; // pixels
const PAUSE_MILLIS = 60; // before its picture is asked for

export function Under({ store, layout, points, plot, coloured }) {
  const [under, setUnder] = useState(null);
  const [known, setKnown] = useState(null);
  const ring = useRef();
  useEffect(() => {
    const area = ring.current.parentElement;
    let index;
    let now = -1;
    let pressed = null;
    const leave = () => { now = -1; setUnder(null); };
    const move = (event) => {
      if (event.buttons) return leave();
      const frame = area.getBoundingClientRect();
      const view = plot.current?.get('cameraView');
      if (!view) return;
      index ??= bySquares(points);
      const [width, height] = [area.clientWidth, area.clientHeight];
      const place = toPlot(event.clientX - frame.left, event.clientY - frame.top, view, width, height);
      const i = nearest(index, points, ...place, REACH / (height / 2) / view[0]);
      if (i === now) return;
      if (i < 0) return leave();
      now = i;
      const [x, y] = toPixels(points.x[i], points.y[i], view, width, height);
      setUnder({ i, x, y, left: x > width / 2, above: y > height / 2 });
    };
    const down = (event) => { pressed = { i: now, x: event.clientX, y: event.clientY }; };
    const up = (event) => {
      if (pressed?.i >= 0 && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 3) {
        store.openSample({ layout, point: pressed.i });
      }
      pressed = null;
    };
    const handlers = { pointermove: move, pointerleave: leave, pointerdown: down, pointerup: up, wheel: leave };
    for (const [name, handler] of Object.entries(handlers)) area.addEventListener(name, handler, true);
    return () => { for (const [name, handler] of Object.entries(handlers)) area.removeEventListener(name, handler, true); };
  }, [points, layout]);
  useEffect(() => {
    if (!under) return;
    let url = '';
    const timer = setTimeout(() => store.request('point', { layout, point: under.i }).then(({ buffers, file }) => {
      if (url === null) return;
      url = buffers[0]?.byteLength ? URL.createObjectURL(new Blob([buffers[0]], { type: 'image/jpeg' })) : '';
      setKnown({ i: under.i, file, url });
    }, () => {}), PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      setKnown(null);
      if (url) URL.revokeObjectURL(url);
      url = null;
    };
  }, [under?.i]);
  const shown = under && known?.i === under.i ? known : null;
  const says = under ? coloured.current?.(under.i) : '';
  return (
    <>
      <div class="ring" ref={ring} hidden={!under} style={under && { transform: `translate(${under.x}px, ${under.y}px)` }} aria-hidden="true" />
      {shown && (
        <div class="hover" role="tooltip" data-testid="under" style={{ [under.left ? 'right' : 'left']: `calc(${under.left ? '100% - ' : ''}${under.x}px + 12px)`, [under.above ? 'bottom' : 'top']: `calc(${under.above ? '100% - ' : ''}${under.y}px + 12px)` }}>
          {shown.url && <img src={shown.url} alt="" />}
          <div>{shown.file} {says && <b>{says}</b>}</div>
        </div>
      )}
    </>
  );
}
