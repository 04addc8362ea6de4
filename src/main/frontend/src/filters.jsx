// The choices beside the grid, each with what it would leave.
import { useEffect, useState } from 'preact/hooks';
import { colorOf } from './palette.js';

const VALUES = ['STRING', 'INT', 'FLOAT', 'BOOLEAN'];
const OWN = ['id', 'filepath', 'group', 'slice'];

export function Filters({ store }) {
  const info = store.info.value;
  return (
    <aside class="filters" aria-label="Filters and display">
      <Display store={store} />
      <Facet store={store} facet="tags" title="tags" open />
      {info.labelFields.map((field) => <Facet key={field} store={store} facet={'labels/' + field} title={field} open={info.shown.includes(field)} />)}
      {info.fields.filter((f) => VALUES.includes(f.type) && !OWN.includes(f.name)).map((f) => (
        <Facet key={f.name} store={store} facet={'values/' + f.name} title={f.name} type={f.type} />
      ))}
    </aside>
  );
}

function Display({ store }) {
  const info = store.info.value;
  const numbers = info.fields.filter((f) => ['INT', 'FLOAT'].includes(f.type));
  const sort = store.state.value.filters;
  return (
    <section class="display" aria-label="Display">
      {info.labelFields.map((field) => (
        <label key={field}>
          <input type="checkbox" checked={store.shown.value.includes(field)} onChange={(e) => {
            store.shown.value = e.target.checked ? [...store.shown.value, field] : store.shown.value.filter((one) => one !== field);
            store.redraw();
          }} /> draw {field}
        </label>
      ))}
      {info.evaluations.length > 0 && (
        <label>colour by evaluation{' '}
          <select value={store.evalKey.value} onChange={(e) => { store.evalKey.value = e.target.value; store.redraw(); }}>
            <option value="">none (by class)</option>
            {info.evaluations.map((one) => <option key={one.key} value={one.key}>{one.key}</option>)}
          </select>
        </label>
      )}
      <label>predictions from {store.least.value.toFixed(2)}
        <input type="range" min="0" max="1" step="0.01" value={store.least.value} onInput={(e) => (store.least.value = +e.target.value)} />
      </label>
      <label>tile size
        <input type="range" min="120" max="480" step="20" value={store.tile.value} onInput={(e) => (store.tile.value = +e.target.value)} />
      </label>
      <label>sort by{' '}
        <select value={(sort?.descending ? '-' : '') + (sort?.sort ?? '')} onChange={(e) => {
          const by = e.target.value;
          store.filter({ sort: by.replace(/^-/, ''), descending: by.startsWith('-') });
        }}>
          <option value="">the view's order</option>
          {numbers.flatMap((f) => [<option key={f.name} value={f.name}>{f.name} ↑</option>, <option key={'-' + f.name} value={'-' + f.name}>{f.name} ↓</option>])}
        </select>
      </label>
      {numbers.length > 0 && (
        <label>show below pictures{' '}
          <select value={store.scores.value[0] ?? ''} onChange={(e) => { store.scores.value = e.target.value ? [e.target.value] : []; store.redraw(); }}>
            <option value="">file only</option>
            {numbers.map((f) => <option key={f.name} value={f.name}>{f.name}</option>)}
          </select>
        </label>
      )}
      <details><summary>this view as code</summary><pre class="code" data-testid="code" tabIndex={0}>{store.state.value.code}</pre></details>
    </section>
  );
}

const NOTHING = { among: [], range: null, missing: '' };

function Facet({ store, facet, title, open = false }) {
  const [shown, setShown] = useState(open);
  const [counts, setCounts] = useState(null);
  const [kind, field] = facet.split(/\/(.*)/s);
  const filters = store.state.value.filters;
  const { stamp } = store.state.value;
  const begun = store.begun.value;
  useEffect(() => {
    if (!shown || !begun) return;
    let late = false;
    store.request('facet', { facet }).then((answer) => late || setCounts(answer), (failure) => late || setCounts({ problem: failure.message }));
    return () => { late = true; };
  }, [shown, stamp, begun]);
  const choice = kind === 'tags' ? { ...NOTHING, among: filters?.tags ?? [] } : { ...NOTHING, ...filters?.[kind]?.[field] };
  const choose = (next) => {
    if (kind === 'tags') return store.filter({ tags: next.among });
    return store.filter({ [kind]: { ...filters[kind], [field]: next } });
  };
  const toggle = (value) => choose({ ...choice, among: choice.among.includes(value) ? choice.among.filter((one) => one !== value) : [...choice.among, value] });
  const active = choice.among.length > 0 || choice.range || choice.missing;
  const values = counts?.values ?? [];
  const gone = choice.among.filter((value) => !values.some((one) => one.value === value)).map((value) => ({ value, count: 0 }));
  return (
    <details class="facet" open={shown} onToggle={(e) => setShown(e.target.open)}>
      <summary>{title}{active && <span class="on" title="filtered"> ●</span>}</summary>
      {shown && !counts && <p class="wait">counting…</p>}
      {counts?.problem && <p class="wait">{counts.problem}</p>}
      {counts && (
        <ul class="values">
          {[...values, ...gone].map(({ value, count }) => (
            <li key={value}>
              <label>
                <input type="checkbox" checked={choice.among.includes(value)} onChange={() => toggle(value)} />
                {kind === 'labels' && <span class="swatch" style={{ background: colorOf(value) }} />}
                <span class="value">{value}</span>
                <span class="n">{count.toLocaleString('en')}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {counts && (
        <ul>
          {counts.histogram && counts.histogram.high > counts.histogram.low && counts.histogram.bins.some(Boolean) && (
            <li><Range histogram={counts.histogram} range={choice.range} name={kind === 'labels' ? 'confidence' : title} choose={(range) => choose({ ...choice, range })} /></li>
          )}
          {kind !== 'tags' && (counts.missing > 0 || choice.missing) && (
            <li>
              <label>
                <input type="checkbox" checked={choice.missing === 'only'} onChange={(e) => choose({ ...NOTHING, missing: e.target.checked ? 'only' : '' })} />
                <span class="value"><i>{kind === 'labels' ? 'without any' : 'missing'}</i></span>
                <span class="n">{counts.missing.toLocaleString('en')}</span>
              </label>
            </li>
          )}
        </ul>
      )}
    </details>
  );
}

/** A histogram with two handles. */
function Range({ histogram, range, name, choose }) {
  const { low, high, bins } = histogram;
  const [from, to] = range ?? [low, high];
  const most = Math.max(...bins);
  const step = (high - low) / 200;
  const show = (value) => (Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(3));
  // The handles move in steps that may not meet the ends: the ends are what counts there.
  const exact = (value, end) => (Math.abs(value - end) < step ? end : value);
  return (
    <div class="range">
      <svg viewBox={`0 0 ${bins.length} 20`} preserveAspectRatio="none" role="img" aria-label={`${name} from ${show(low)} to ${show(high)}`}>
        {bins.map((n, i) => {
          const at = low + ((i + 0.5) / bins.length) * (high - low);
          return <rect key={i} x={i} width="0.9" y={20 - (20 * n) / most} height={(20 * n) / most} class={at >= from && at <= to ? 'in' : 'out'} />;
        })}
      </svg>
      <div class="handles">
        <input type="range" aria-label={`${name} from`} min={low} max={high} step={step} value={from} style={{ zIndex: from > (low + high) / 2 ? 1 : 0 }}
          onChange={(e) => choose([Math.min(exact(+e.target.value, low), to), to])} />
        <input type="range" aria-label={`${name} to`} min={low} max={high} step={step} value={to} onChange={(e) => choose([from, Math.max(exact(+e.target.value, high), from)])} />
      </div>
      <span class="ends">{show(from)} – {show(to)}{range && <button onClick={() => choose(null)}>any</button>}</span>
    </div>
  );
}
