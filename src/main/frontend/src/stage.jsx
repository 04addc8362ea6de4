// A picture that can be zoomed and moved, with a canvas over it that is drawn anew at every zoom, so that lines stay thin.
import { forwardRef } from 'preact/compat';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'preact/hooks';

export const Stage = forwardRef(function Stage({ picture, problem, draw, redraw, onPoint, onLeave, onClick, onDown, onMove, onUp, cursor, children }, ref) {
  const box = useRef();
  const canvas = useRef();
  const [size, setSize] = useState({ width: 1, height: 1 });
  const [view, setView] = useState({ scale: 1, x: 0, y: 0 }); // of the fitted picture
  const drag = useRef(null);
  const ratio = picture ? picture.width / picture.height : 1;
  const fitW = Math.min(size.width, size.height * ratio);
  const fitH = fitW / ratio;
  const w = fitW * view.scale;
  const h = fitH * view.scale;
  const left = (size.width - w) / 2 + view.x;
  const top = (size.height - h) / 2 + view.y;
  const place = (x, y) => [left + x * w, top + y * h];
  const unplace = (px, py) => [(px - left) / w, (py - top) / h];

  const zoom = (factor, px = size.width / 2, py = size.height / 2) => setView((old) => {
    const scale = Math.max(0.5, Math.min(40, old.scale * factor));
    const by = scale / old.scale;
    const dx = px - size.width / 2;
    const dy = py - size.height / 2;
    return { scale, x: dx - (dx - old.x) * by, y: dy - (dy - old.y) * by };
  });
  const fit = () => setView({ scale: 1, x: 0, y: 0 });
  useImperativeHandle(ref, () => ({ zoom, fit, place, unplace, box: box.current, scale: view.scale }));
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    const wheel = (event) => {
      event.preventDefault();
      const [px, py] = point(event);
      zoom(Math.exp(-event.deltaY * 0.0015), px, py);
    };
    box.current.addEventListener('wheel', wheel, { passive: false });
    return () => { watch.disconnect(); box.current?.removeEventListener('wheel', wheel); };
  }, [size.width, size.height]);
  useEffect(fit, [picture?.i ?? picture?.url]);
  useEffect(() => { if (picture && canvas.current) draw(canvas.current, place); else if (canvas.current) canvas.current.width = 0; }, [picture, size, view, ...(redraw ?? [])]);

  const point = (event) => {
    const frame = box.current.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  const down = (event) => {
    const [px, py] = point(event);
    box.current.setPointerCapture(event.pointerId);
    const [x, y] = unplace(px, py);
    const taken = event.button === 0 && onDown?.(x, y, event);
    drag.current = { px, py, x: view.x, y: view.y, moved: false, taken };
  };
  const moved = (event) => {
    const [px, py] = point(event);
    const [x, y] = unplace(px, py);
    const from = drag.current;
    if (!from) return onPoint?.(x, y, px, py, event);
    if (Math.abs(px - from.px) + Math.abs(py - from.py) > 3) from.moved = true;
    if (from.taken) onMove?.(x, y, event);
    else if (from.moved) setView((old) => ({ ...old, x: from.x + px - from.px, y: from.y + py - from.py }));
  };
  const up = (event) => {
    const from = drag.current;
    drag.current = null;
    if (!from) return;
    const [x, y] = unplace(...point(event));
    if (from.taken) onUp?.(x, y, event);
    else if (!from.moved) onClick?.(x, y, event);
  };
  return (
    <div class="stage" ref={box} style={{ cursor: cursor ?? 'grab' }} onPointerDown={down} onPointerMove={moved} onPointerUp={up} onPointerCancel={() => (drag.current = null)} onPointerLeave={() => drag.current || onLeave?.()}>
      {picture && <img src={picture.url} alt="" draggable={false} style={{ left: left + 'px', top: top + 'px', width: w + 'px', height: h + 'px' }} />}
      <canvas ref={canvas} aria-hidden="true" />
      {problem && <p class="empty" role="alert">{problem}</p>}
      {children}
    </div>
  );
});
