// A table: rows come by windows, only those in sight exist, and a column's header orders them.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

const PAGE = 100;
const KEPT = 40;
const ROW = 26;
const TALLEST = 8_000_000; // as in the grid

export function TableView({ store }) {
  const box = useRef();
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [at, setAt] = useState([0, 0]); // the cell that has the keyboard
  const [sort, setSort] = useState({ column: -1, descending: false });
  const { columns } = store.info.value;
  const count = store.state.value.count;
  const { rowAt, wanted } = useWindows(store, sort);
  const body = Math.max(0, size.height - ROW);
  const full = count * ROW;
  const virtual = Math.min(full, TALLEST);
  const stretch = virtual > body ? (full - body) / (virtual - body) : 1;
  const offset = top * stretch;
  const first = Math.max(0, Math.floor(offset / ROW) - 2);
  const last = Math.min(count - 1, Math.ceil((offset + body) / ROW) + 2);
  useEffect(() => wanted(first, last), [first, last, sort, count]);

  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setSize({ width: entry.contentRect.width, height: entry.contentRect.height }));
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);

  const go = (row, column) => {
    const to = [Math.max(0, Math.min(count - 1, row)), Math.max(0, Math.min(columns.length - 1, column))];
    setAt(to);
    const y = to[0] * ROW;
    if (y < offset) box.current.scrollTop = Math.floor(y / stretch);
    else if (y + ROW > offset + body) box.current.scrollTop = Math.ceil((y + ROW - body) / stretch);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const cell = box.current?.querySelector(`[data-row="${to[0]}"] [data-column="${to[1]}"]`);
      cell?.focus({ preventScroll: true });
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }));
  };
  const keys = (event) => {
    if (event.target.closest('[role=columnheader]')) return;
    const [row, column] = at;
    const many = Math.max(1, Math.floor(body / ROW) - 1);
    const to = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowRight: [row, column + 1], ArrowLeft: [row, column - 1],
      PageDown: [row + many, column], PageUp: [row - many, column],
      Home: event.ctrlKey ? [0, 0] : [row, 0], End: event.ctrlKey ? [count - 1, columns.length - 1] : [row, columns.length - 1],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    go(...to);
  };
  const order = (column) => {
    setSort((now) => (now.column !== column ? { column, descending: false } : now.descending ? { column: -1, descending: false } : { column, descending: true }));
    box.current.scrollTop = 0;
    setTop(0);
    setAt([0, column]);
  };

  const rows = [];
  for (let i = first; i <= last; i++) rows.push(i);
  const inSight = rows.includes(at[0]);
  // Every line is a grid of its own: they agree since each is as wide as all columns want, or as the page where that is more.
  const numbers = String(count).length + 3;
  const widths = { gridTemplateColumns: `${numbers}ch ${columns.map((one) => `minmax(${one.width + 3}ch, ${one.width + 3}fr)`).join(' ')}` };
  const least = `${columns.reduce((sum, one) => sum + one.width + 3, numbers)}ch`;
  const from = Math.min(count, Math.floor(offset / ROW) + 1);
  const to = Math.min(count, Math.floor((offset + body + 1) / ROW));
  const by = sort.column < 0 ? '' : `, by ${columns[sort.column].name} ${sort.descending ? 'descending' : 'ascending'}`;
  return (
    <section class="table" aria-label="Table">
      <header class="row">
        <span role="status" data-testid="count">{count.toLocaleString('en')} rows × {columns.length} columns{by}</span>
        <span class="n" data-testid="range">{from.toLocaleString('en')} – {to.toLocaleString('en')}</span>
        <label class="goto">row <input type="number" min="1" max={count} aria-label="Go to row" onChange={(e) => e.target.value && go(e.target.value - 1, at[1])} /></label>
      </header>
      <div class="cells" ref={box} role="grid" aria-rowcount={count + 1} aria-colcount={columns.length + 1} tabIndex={inSight ? -1 : 0}
        aria-label={`${count} rows, ${columns.length} columns. Arrows move; a header orders.`} onScroll={(event) => setTop(event.target.scrollTop)} onKeyDown={keys}>
        <div class="record head" role="row" aria-rowindex={1} style={{ ...widths, minWidth: least }}>
          <span role="columnheader" class="index">#</span>
          {columns.map((one, c) => (
            <span key={c} role="columnheader" class={one.number ? 'number' : ''} aria-sort={sort.column !== c ? 'none' : sort.descending ? 'descending' : 'ascending'}>
              <button title={`${one.name}, ${one.type}`} onClick={() => order(c)}>{one.name}<span aria-hidden="true">{sort.column !== c ? '' : sort.descending ? ' ▼' : ' ▲'}</span></button>
            </span>
          ))}
        </div>
        <div style={{ height: virtual + 'px', minWidth: least, position: 'relative' }}>
          {rows.map((i) => {
            const cells = rowAt(i);
            return (
              <div key={i} class={'record' + (i % 2 ? ' odd' : '')} role="row" aria-rowindex={i + 2} data-row={i} style={{ ...widths, top: i * ROW - offset + top + 'px' }}>
                <span role="rowheader" class="index">{i + 1}</span>
                {columns.map((one, c) => (
                  <span key={c} role="gridcell" class={one.number ? 'number' : ''} data-column={c} title={cells?.[c]?.length > one.width ? cells[c] : undefined}
                    tabIndex={at[0] === i && at[1] === c ? 0 : -1} onFocus={() => (at[0] === i && at[1] === c) || setAt([i, c])}>{cells ? cells[c] : c === 0 ? '…' : ''}</span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** The windows of rows that were fetched in the order of now, the latest kept. */
function useWindows(store, sort) {
  const kept = useRef({ sort, pages: new Map(), asked: new Set() });
  const [, draw] = useState(0);
  if (kept.current.sort !== sort) kept.current = { sort, pages: new Map(), asked: new Set() };
  const now = kept.current;
  const load = async (page) => {
    if (now.pages.has(page) || now.asked.has(page)) return;
    now.asked.add(page);
    const answer = await store.try('rows', { from: page * PAGE, count: PAGE, ...(sort.column >= 0 && { sort: sort.column, descending: sort.descending }) });
    now.asked.delete(page);
    if (!answer || kept.current !== now) return;
    now.pages.set(page, answer.rows);
    if (now.pages.size > KEPT) now.pages.delete(now.pages.keys().next().value);
    const { count } = store.state.value;
    if (answer.total !== count) {
      now.pages = new Map([[page, answer.rows]]); // a cell changed the table
      store.state.value = { ...store.state.value, count: answer.total, total: answer.total };
    }
    draw((n) => n + 1);
  };
  return {
    rowAt: (i) => now.pages.get(Math.floor(i / PAGE))?.[i % PAGE],
    wanted: (first, last) => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) load(page);
      const next = Math.floor(last / PAGE) + 1;
      if (next * PAGE < store.state.value.count) load(next);
    },
  };
}
