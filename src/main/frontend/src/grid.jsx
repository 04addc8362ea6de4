// The grid: only the tiles in sight exist, whatever the number of samples.
import { memo } from 'preact/compat';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import { drawLabels } from './boxes.js';
import { PAGE } from './store.js';

const TALLEST = 8_000_000; // browsers cannot lay out more: beyond it, one pixel of scrolling is more than one of the grid
const CAPTION = 38;
const GAP = 8;
const AHEAD = 2; // screens that are fetched in the direction of the scroll before they are in sight

export function Grid({ store }) {
  const box = useRef();
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [focus, setFocus] = useState(0);
  const { count, stamp } = store.state.value;
  const patches = store.info.value.patches;
  const wanted = patches ? Math.round(store.tile.value * 0.6) : store.tile.value;
  const columns = Math.max(1, Math.floor((size.width - GAP) / (wanted + GAP)));
  const width = Math.floor((size.width - GAP) / columns) - GAP;
  const aspect = useAspect(store, stamp, patches);
  const height = Math.round(width * aspect) + CAPTION;
  const rowHeight = height + GAP;
  const rows = Math.ceil(count / columns);
  const full = rows * rowHeight + GAP;
  const virtual = Math.min(full, TALLEST);
  const stretch = virtual > size.height ? (full - size.height) / (virtual - size.height) : 1;
  const offset = top * stretch; // of the grid's own pixels
  const first = Math.max(0, Math.floor(offset / rowHeight) - 1);
  const last = Math.min(rows - 1, Math.ceil((offset + size.height) / rowHeight) + 1);

  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
    setTop(0);
    setFocus(0);
  }, [JSON.stringify(store.state.value.filters), store.info.value]);

  const tiles = [];
  if (size.width > 0) {
    for (let row = first; row <= last; row++) {
      for (let column = 0; column < columns; column++) {
        const i = row * columns + column;
        if (i < count) tiles.push({ i, left: GAP + column * (width + GAP), top: GAP + row * rowHeight - offset + top });
      }
    }
  }
  const side = patches ? 160 : Math.min(512, Math.ceil((Math.max(width, 120) * Math.min(2, window.devicePixelRatio || 1)) / 128) * 128);
  const before = useRef({ first: 0, down: true });
  const seen = before.current;
  if (first !== seen.first) {
    seen.down = first > seen.first;
    seen.far = Math.abs(first - seen.first) > last - first;
    seen.first = first;
  }
  const screen = (last - first + 1) * columns;
  const [from, to] = [first * columns, Math.min(count, (last + 1) * columns)];
  const ahead = []; // rows that the scroll comes to next, the nearest first
  for (let n = 0; n < AHEAD * screen; n++) {
    const i = seen.down ? to + n : from - 1 - n;
    if (i >= 0 && i < count) ahead.push(i);
  }
  useEffect(() => {
    if (!size.width) return;
    for (const page of new Set([...tiles.map((tile) => tile.i), ...ahead].map((i) => Math.floor(i / PAGE)))) if (!store.pages.value.has(page)) store.loadPage(page);
  });
  useEffect(() => {
    // What flies past is not fetched: after a jump, pictures are asked for once the scroll rests for a moment.
    const known = (all) => all.map((i) => store.tileAt(i)).filter(Boolean);
    const ask = () => store.wantPictures(known(tiles.map((tile) => tile.i)), known(ahead), side);
    if (!seen.far) return ask();
    seen.far = false;
    const timer = setTimeout(ask, 40);
    return () => clearTimeout(timer);
  }, [first, last, columns, side, store.pages.value, stamp]);

  // Tiles stay where they are in what is scrolled: others come row by row, so within a row there is nothing to do.
  const scrolled = (to) => (stretch !== 1 || Math.floor(to / rowHeight) !== Math.floor(top / rowHeight)) && setTop(to);
  const go = (i) => {
    const offset = box.current.scrollTop * stretch;
    const to = Math.max(0, Math.min(count - 1, i));
    setFocus(to);
    const y = GAP + Math.floor(to / columns) * rowHeight;
    if (y - GAP < offset) box.current.scrollTop = (y - GAP) / stretch;
    else if (y + rowHeight > offset + size.height) box.current.scrollTop = (y + rowHeight - size.height) / stretch;
    requestAnimationFrame(() => requestAnimationFrame(() => box.current?.querySelector(`[data-i="${to}"]`)?.focus({ preventScroll: true })));
  };
  const keys = (event) => {
    const rowsInSight = Math.max(1, Math.floor(size.height / rowHeight));
    const to = {
      ArrowRight: focus + 1, ArrowLeft: focus - 1, ArrowDown: focus + columns, ArrowUp: focus - columns,
      PageDown: focus + columns * rowsInSight, PageUp: focus - columns * rowsInSight, Home: 0, End: count - 1,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      store.open.value = focus;
    } else if (event.key === ' ') {
      event.preventDefault();
      const tile = store.tileAt(focus);
      if (tile) store.toggle(tile.id);
    }
  };
  return (
    <div class="grid" ref={box} role="listbox" aria-multiselectable="true" aria-label={`${count} ${patches ? 'labels' : 'samples'}. Arrows move, Enter opens, Space selects.`}
      tabIndex={count ? -1 : 0} onScroll={(event) => scrolled(event.target.scrollTop)} onKeyDown={keys}>
      <div style={{ height: virtual + 'px', position: 'relative' }}>
        {count === 0 && <p class="empty">{store.state.value.problem || 'Nothing is left by these filters.'}</p>}
        {tiles.map((tile) => (
          <Tile key={tile.i} store={store} i={tile.i} count={count} focus={tile.i === focus} setFocus={setFocus} left={tile.left} top={tile.top} width={width} height={height} />
        ))}
      </div>
    </div>
  );
}

/** Height by width of the pictures here: that of the first one that arrived. */
function useAspect(store, stamp, patches) {
  const known = useRef({ stamp: -1, aspect: 0.6 });
  store.pictures.value;
  if (known.current.stamp !== stamp) {
    const tile = store.tileAt(0);
    const picture = tile && store.picture(tile.id);
    if (picture?.width) known.current = { stamp, aspect: Math.max(0.25, Math.min(1.3, picture.height / picture.width)) };
  }
  return patches ? 1 : known.current.aspect;
}

/** Drawn again only when something of its own changes: its place stays while others scroll by. */
const Tile = memo(function Tile({ store, i, count, focus, setFocus, left, top, width, height }) {
  const canvas = useRef();
  const tile = useComputed(() => store.tileAt(i)).value;
  const picture = useComputed(() => {
    store.pictures.value;
    return store.picture(store.tileAt(i)?.id);
  }).value;
  const selected = useComputed(() => store.selected.value.has(store.tileAt(i)?.id)).value;
  const labels = tile ? Object.values(tile.labels).flat() : [];
  useEffect(() => {
    if (!picture?.url || !canvas.current) return;
    const { clientWidth: w, clientHeight: h } = canvas.current;
    const ratio = (picture.part[2] * picture.width) / (picture.part[3] * picture.height);
    const shownW = Math.min(w, h * ratio);
    const shownH = shownW / ratio;
    drawLabels(canvas.current, labels, (x, y) => [
      (w - shownW) / 2 + ((x - picture.part[0]) / picture.part[2]) * shownW,
      (h - shownH) / 2 + ((y - picture.part[1]) / picture.part[3]) * shownH,
    ], { least: store.least.value });
  }, [picture, tile, store.least.value, width, height]);
  const open = () => { setFocus(i); store.open.value = i; };
  const counts = new Map();
  labels.forEach((label) => counts.set(label[1], (counts.get(label[1]) ?? 0) + 1));
  const said = tile
    ? [tile.file, ...tile.tags.map((tag) => 'tag ' + tag), ...[...counts].map(([label, n]) => `${n} ${label}`), tile.values.type && 'outcome ' + tile.values.type, picture?.problem].filter(Boolean).join(', ')
    : 'loading';
  return (
    <div class={'tile' + (selected ? ' selected' : '')} role="option" aria-selected={selected} aria-setsize={count} aria-posinset={i + 1} aria-label={said}
      style={{ left: left + 'px', top: top + 'px', width: width + 'px', height: height + 'px' }} data-i={i} data-id={tile?.id}
      tabIndex={focus ? 0 : -1} onFocus={() => focus || setFocus(i)} onDblClick={open}
      onClick={(event) => (event.target.closest('.check') ? null : open())}>
      <div class="shot">
        {picture?.url && <img src={picture.url} alt="" draggable={false} />}
        {picture?.problem && <span class="problem">{picture.problem}</span>}
        <canvas ref={canvas} aria-hidden="true" />
        {tile && (
          <input class="check" type="checkbox" checked={selected} tabIndex={-1} aria-label={'Select ' + tile.file} onClick={(e) => e.stopPropagation()} onChange={() => store.toggle(tile.id)} />
        )}
      </div>
      <div class="caption">
        <span class="line">{tile && (tile.values.type ? <b class={'outcome ' + tile.values.type}>{tile.values.type.toUpperCase()}</b> : null)}
          {tile && (store.info.value.patches && labels[0] ? labels[0][1] + (labels[0][6] == null ? '' : ' ' + labels[0][6].toFixed(2)) : tile.file)}
          {tile && Object.entries(tile.values).filter(([name, value]) => name !== 'type' && value != null).map(([name, value]) => (
            <span class="score" key={name}> {name} {typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : String(value)}</span>
          ))}
        </span>
        <span class="tags">{tile?.tags.map((tag) => <span class="tag" key={tag}>{tag}</span>)}</span>
      </div>
    </div>
  );
});
