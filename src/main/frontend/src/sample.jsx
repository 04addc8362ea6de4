// One sample, large: zoom, pan, labels by field, what is known of each, and the next one by a key.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { drawLabels, labelAt } from './boxes.js';
import { colorOf } from './palette.js';
import { Stage } from './stage.jsx';

export function SampleView({ store }) {
  const i = store.open.value;
  const count = store.state.value.count;
  const [sample, setSample] = useState(null);
  const [picture, setPicture] = useState(null);
  const [json, setJson] = useState(false);
  const [hover, setHover] = useState(null);
  const [problem, setProblem] = useState('');
  const dialog = useRef();
  const stage = useRef();
  const { stamp } = store.state.value;

  // Before the dialog is seen, so that no key goes astray.
  useLayoutEffect(() => {
    const before = dialog.current.getRootNode().activeElement;
    dialog.current.focus();
    return () => queueMicrotask(() => before?.focus?.()); // once what was covered can have it again
  }, []);
  useEffect(() => {
    let late = false;
    store.request('sample', { i }).then((answer) => late || setSample({ ...answer, i }), (failure) => late || setProblem(failure.message));
    return () => { late = true; };
  }, [i, stamp]);
  useEffect(() => {
    let late = false;
    let url = '';
    setHover(null);
    setProblem('');
    store.request('image', { i }).then(
      ({ buffers, type, width, height }) => {
        if (late) return;
        url = URL.createObjectURL(new Blob([buffers[0]], { type }));
        setPicture({ url, width, height, i });
      },
      (failure) => late || (setPicture(null), setProblem(failure.message)),
    );
    return () => { late = true; if (url) setTimeout(() => URL.revokeObjectURL(url), 2000); };
  }, [i]);

  const evalKey = store.evalKey.value;
  const drawn = sample
    ? store.shown.value.flatMap((field) => (sample.labels[field] ?? []).map((label) => {
        const row = [label.id, label.label, ...label.box, label.confidence, evalKey ? label.attributes[evalKey] : null];
        row.field = field;
        row.all = label;
        return row;
      }))
    : [];
  const strong = new Set(store.selectedLabels.value.filter((one) => one.sampleId === sample?.id).map((one) => one.labelId));
  if (store.info.value.patches && sample) strong.add(sample.row);
  if (hover) strong.add(hover.label[0]);

  const move = (by) => { const to = i + by; if (to >= 0 && to < count) store.open.value = to; };
  const close = () => { store.open.value = null; };
  const keys = (event) => {
    if (event.target.matches('input, select, textarea')) return;
    const act = {
      ArrowRight: () => move(1), ArrowLeft: () => move(-1), Escape: close, j: () => setJson(!json),
      '+': () => stage.current.zoom(1.25), '=': () => stage.current.zoom(1.25), '-': () => stage.current.zoom(0.8), 0: () => stage.current.fit(),
      ' ': () => sample && store.toggle(sample.row),
    }[event.key];
    if (!act || (event.key === ' ' && event.target.matches('button'))) return;
    event.preventDefault();
    act();
  };
  const pick = (x, y, slack) => labelAt(drawn, x, y, store.least.value, slack);
  const clickLabel = (x, y) => {
    const label = pick(x, y, 0.003);
    if (!label) return;
    const one = { sampleId: sample.id, field: label.field, labelId: label[0] };
    const others = store.selectedLabels.value.filter((old) => old.labelId !== one.labelId || old.field !== one.field);
    store.try('selectLabels', { labels: others.length < store.selectedLabels.value.length ? others : [...others, one] });
  };
  return (
    <div class="sample" role="dialog" aria-modal="true" aria-label={sample ? 'Sample ' + sample.filepath : 'Sample'} tabIndex={-1} ref={dialog} onKeyDown={keys}>
      <header>
        <button onClick={() => move(-1)} disabled={i === 0} aria-label="Previous sample (left arrow)">‹</button>
        <button onClick={() => move(1)} disabled={i >= count - 1} aria-label="Next sample (right arrow)">›</button>
        <span role="status" class="path">{i + 1} of {count.toLocaleString('en')} · {sample?.filepath ?? ''}</span>
        <button onClick={() => stage.current.zoom(1.25)} aria-label="Zoom in (+)">+</button>
        <button onClick={() => stage.current.zoom(0.8)} aria-label="Zoom out (-)">−</button>
        <button onClick={() => stage.current.fit()} aria-label="Whole picture (0)">fit</button>
        <button onClick={() => setJson(!json)} aria-pressed={json} aria-label="JSON (j)">JSON</button>
        <button onClick={close} aria-label="Close (Escape)">×</button>
      </header>
      <div class="inside">
        <Stage ref={stage} picture={picture} problem={problem} redraw={[drawn.length, [...strong].join(), store.least.value, sample, store.shown.value]}
          draw={(canvas, place) => sample?.i === i && drawLabels(canvas, drawn, place, { names: true, least: store.least.value, strong })}
          onPoint={(x, y, px, py) => { const label = pick(x, y, 0); setHover(label && { label, px, py }); }} onLeave={() => setHover(null)} onClick={clickLabel}>
          {hover && <Hover label={hover.label} x={hover.px} y={hover.py} />}
        </Stage>
        <Known store={store} sample={sample} json={json} />
      </div>
    </div>
  );
}

function Hover({ label, x, y }) {
  const { all, field } = label;
  return (
    <div class="hover" role="tooltip" style={{ left: x + 14 + 'px', top: y + 14 + 'px' }}>
      <b>{all.label}</b> {all.confidence != null && all.confidence.toFixed(3)} <i>{field}</i>
      {all.tags.length > 0 && <div>tags: {all.tags.join(', ')}</div>}
      {Object.entries(all.attributes).map(([name, value]) => <div key={name}>{name}: {String(value)}</div>)}
    </div>
  );
}

function Known({ store, sample, json }) {
  if (!sample) return <aside class="known" />;
  const { buffers, stamp, i, row, ...plain } = sample;
  const tag = async (name, remove) => { await store.try('tag', { ids: [row], tag: name, remove }); };
  return (
    <aside class="known" aria-label="What is known of this sample">
      {json ? <pre class="json" data-testid="json" tabIndex={0}>{JSON.stringify(plain, null, 2)}</pre> : (
        <>
          <section class="fields">
            {store.info.value.labelFields.map((field) => (
              <label key={field}>
                <input type="checkbox" checked={store.shown.value.includes(field)} onChange={(e) => {
                  store.shown.value = e.target.checked ? [...store.shown.value, field] : store.shown.value.filter((one) => one !== field);
                  store.redraw();
                }} /> {field} <span class="n">{(sample.labels[field] ?? []).length}</span>
              </label>
            ))}
          </section>
          <section>
            {sample.tags.map((name) => <span class="tag" key={name}>{name} <button aria-label={'Remove tag ' + name} onClick={() => tag(name, true)}>×</button></span>)}
            <input type="text" aria-label="Add a tag" placeholder="add a tag" onKeyDown={(e) => { if (e.key === 'Enter' && e.target.value.trim()) { tag(e.target.value, false); e.target.value = ''; } }} />
          </section>
          <ul class="labels" aria-label="Labels">
            {store.shown.value.flatMap((field) => (sample.labels[field] ?? []).filter((l) => l.confidence == null || l.confidence >= store.least.value).map((label) => (
              <li key={field + label.id}><span class="swatch" style={{ background: colorOf(label.label) }} />{label.label} {label.confidence != null && label.confidence.toFixed(2)} {store.evalKey.value && label.attributes[store.evalKey.value] && <b class={'outcome ' + label.attributes[store.evalKey.value]}>{String(label.attributes[store.evalKey.value]).toUpperCase()}</b>} <i>{field}</i></li>
            )))}
          </ul>
          <table>
            <tbody>{Object.entries(sample.values).filter(([, value]) => value != null).map(([name, value]) => <tr key={name}><th scope="row">{name}</th><td>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</td></tr>)}</tbody>
          </table>
        </>
      )}
    </aside>
  );
}
