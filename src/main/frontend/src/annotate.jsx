// Labelling a queue: draw, move, resize, delete, name; every change is saved at once and says so.
import { useEffect, useRef, useState } from 'preact/hooks';
import { boxOf, createClock, createHistory, handleAt, handlesOf, moved, newId, resized, SMALLEST } from './editor.js';
import { colorOf } from './palette.js';
import { Stage } from './stage.jsx';

const HELP = [
  ['drag', 'draw a box, also inside another'], ['click', 'choose a box; then drag it or its handles'], ['1–9', 'class'], ['arrows', 'move the chosen box, Shift: ten times as far'],
  ['Alt arrows', 'its right and lower edge'], ['Tab', 'next box'], ['B', 'a box in the middle'], ['Delete', 'take it away'], ['Ctrl Z, Ctrl Y', 'undo, redo'],
  ['Enter', 'done, next image'], ['[ and ]', 'image before and after'], ['wheel, + − 0', 'zoom, whole picture'], ['Space drag', 'move the picture'],
];

export function Annotate({ store }) {
  const [queue, setQueue] = useState(null);
  const [current, setCurrent] = useState(null);
  const [person, setPerson] = useState('');
  const [help, setHelp] = useState(false);
  const load = async (keep) => {
    const answer = await store.try('queue');
    if (!answer) return;
    setQueue(answer);
    setPerson((old) => old || remembered() || answer.person);
    if (!keep) setCurrent((answer.items.find((one) => !one.done) ?? answer.items[0])?.id ?? null);
  };
  useEffect(() => { load(false); }, [store.info.value]);
  if (!queue) return <p class="empty">Opening the queue…</p>;
  const index = queue.items.findIndex((one) => one.id === current);
  const go = (to) => { if (to >= 0 && to < queue.items.length) setCurrent(queue.items[to].id); };
  const next = () => {
    const left = queue.items.findIndex((one, i) => i > index && !one.done && one.id !== current);
    const first = left >= 0 ? left : queue.items.findIndex((one) => !one.done && one.id !== current);
    if (first >= 0) go(first);
  };
  const done = (id, answer) => {
    setQueue((old) => ({ ...old, done: answer.done, size: answer.size, items: old.items.map((one) => (one.id === id ? { ...one, done: true } : one)) }));
  };
  return (
    <div class="annotate">
      <header>
        <strong>{queue.field}</strong>
        <span role="status" data-testid="progress">{queue.done} of {queue.size} done</span>
        <progress max={queue.size} value={queue.done} aria-label="Images done" />
        <label>labelled by <input type="text" value={person} maxLength={80} size={12} onInput={(e) => { setPerson(e.target.value); remember(e.target.value); }} aria-invalid={!person.trim()} /></label>
        <button aria-expanded={help} onClick={() => setHelp(!help)}>Keys</button>
      </header>
      {help && <dl class="help">{HELP.map(([key, what]) => <div key={key}><dt>{key}</dt><dd>{what}</dd></div>)}</dl>}
      {current && <Editor key={current} store={store} queue={queue} id={current} index={index} person={person} go={go} next={next} done={done} />}
    </div>
  );
}

const remembered = () => { try { return localStorage.getItem('winnow-person') ?? ''; } catch { return ''; } };
const remember = (name) => { try { localStorage.setItem('winnow-person', name); } catch { /* a page without storage forgets */ } };

function Editor({ store, queue, id, index, person, go, next, done }) {
  const [picture, setPicture] = useState(null);
  const [problem, setProblem] = useState('');
  const [labels, setLabels] = useState(null);
  const [chosen, setChosen] = useState(null);
  const [klass, setKlass] = useState(queue.classes[0]);
  const [draft, setDraft] = useState(null); // a box that is being drawn or changed
  const [saving, setSaving] = useState({ state: 'saved', text: '' });
  const [cursor, setCursor] = useState('crosshair');
  const stage = useRef();
  const panel = useRef();
  const drag = useRef(null);
  const panning = useRef(false);
  const work = useRef({ history: null, revision: '', seconds: 0, clock: createClock(), dirty: false, flying: null, person, gone: false });
  work.current.person = person;
  const item = queue.items[index];

  useEffect(() => {
    let url = '';
    let late = false;
    store.request('queueItem', { id }).then((answer) => {
      if (late) return;
      const own = answer.labels.map(({ id: label, label: name, box, attributes }) => {
        const { annotator, ...rest } = attributes;
        return { id: label, label: name, box, attributes: rest };
      });
      Object.assign(work.current, { history: createHistory(own), revision: answer.revision, seconds: answer.seconds });
      work.current.clock.take();
      setLabels(own);
    }, (failure) => late || setProblem(failure.message));
    store.request('queueImage', { id }).then(({ buffers, type, width, height }) => {
      if (late) return;
      url = URL.createObjectURL(new Blob([buffers[0]], { type }));
      setPicture({ url, width, height, i: id });
    }, (failure) => late || setProblem(failure.message));
    panel.current?.focus({ preventScroll: true });
    return () => { late = true; work.current.gone = true; if (url) URL.revokeObjectURL(url); };
  }, [id]);
  useEffect(() => {
    const leave = (event) => { if (work.current.dirty) event.preventDefault(); };
    addEventListener('beforeunload', leave);
    return () => removeEventListener('beforeunload', leave);
  }, []);

  /** One save after the other, each with all the labels; a change during one is saved by the next. */
  const save = async (finish = false) => {
    const now = work.current;
    now.dirty = true;
    if (now.flying) { await now.flying; if (!now.dirty && !finish) return true; }
    const attempt = async () => {
      now.dirty = false;
      setSaving({ state: 'saving', text: '' });
      now.seconds += now.clock.take();
      try {
        const answer = await store.request('queueSave', { id, labels: now.history.now(), person: now.person, seconds: now.seconds, revision: now.revision, done: finish });
        now.revision = answer.revision;
        if (finish) done(id, answer);
        if (!now.dirty) setSaving({ state: 'saved', text: '' });
        return true;
      } catch (failure) {
        now.dirty = true;
        setSaving({ state: 'failed', text: failure.message });
        return false;
      }
    };
    now.flying = attempt();
    const good = await now.flying;
    now.flying = null;
    return good && now.dirty && !now.gone ? save(finish) : good;
  };
  const commit = (nextLabels, touched) => {
    const seconds = work.current.clock.take();
    work.current.seconds += seconds;
    const timed = nextLabels.map((one) => (one.id === touched ? { ...one, attributes: { ...one.attributes, seconds: Math.round(((one.attributes.seconds ?? 0) + seconds) * 100) / 100 } } : one));
    work.current.history.push(timed);
    setLabels(timed);
    save();
  };
  const step = (way) => {
    const then = work.current.history[way]();
    if (!then) return;
    setLabels(then);
    if (!then.some((one) => one.id === chosen)) setChosen(null);
    save();
  };
  const change = (label, patch) => commit(labels.map((one) => (one.id === label ? { ...one, ...patch } : one)), label);
  const add = (box) => {
    if (box[2] < SMALLEST || box[3] < SMALLEST) return;
    const label = { id: newId(), label: klass, box, attributes: {} };
    commit([...labels, label], label.id);
    setChosen(label.id);
  };
  const remove = (label) => { commit(labels.filter((one) => one.id !== label), null); setChosen(null); };
  const rename = (name) => { setKlass(name); if (chosen) change(chosen, { label: name }); };
  const finish = async () => { if (await save(true)) next(); };
  const leave = async (to) => { if (!work.current.dirty || (await save())) go(to); };
  const one = labels?.find((label) => label.id === chosen) ?? null;

  const reach = () => { const [x0, y0] = stage.current.place(0, 0); const [x1, y1] = stage.current.place(1, 1); return [9 / (x1 - x0), 9 / (y1 - y0)]; };
  const down = (x, y, event) => {
    if (panning.current || !labels) return false;
    panel.current.focus({ preventScroll: true });
    work.current.clock.touch();
    const handle = one && handleAt(one.box, x, y, ...reach());
    const inside = one && x >= one.box[0] && x <= one.box[0] + one.box[2] && y >= one.box[1] && y <= one.box[1] + one.box[3];
    drag.current = { x, y, handle, kind: handle ? 'resize' : inside ? 'move' : 'draw', px: event.clientX, py: event.clientY, far: false };
    return true;
  };
  const shape = (from, x, y) => {
    if (from.kind === 'draw') return boxOf(from.x, from.y, x, y);
    return from.kind === 'move' ? moved(one.box, x - from.x, y - from.y) : resized(one.box, from.handle, x - from.x, y - from.y);
  };
  const dragged = (x, y, event) => {
    const from = drag.current;
    if (!from) return;
    if (Math.abs(event.clientX - from.px) + Math.abs(event.clientY - from.py) > 4) from.far = true;
    if (from.far) setDraft({ id: from.kind === 'draw' ? null : chosen, box: shape(from, x, y) });
  };
  const up = (x, y) => {
    const from = drag.current;
    drag.current = null;
    setDraft(null);
    if (!from) return;
    if (!from.far) {
      const under = labels.filter((l) => x >= l.box[0] && x <= l.box[0] + l.box[2] && y >= l.box[1] && y <= l.box[1] + l.box[3]).sort((a, b) => a.box[2] * a.box[3] - b.box[2] * b.box[3]);
      // A click on the chosen box chooses the next one below it.
      const place = under.findIndex((l) => l.id === chosen);
      setChosen(under.length ? under[(place + 1) % under.length].id : null);
    } else if (from.kind === 'draw') add(shape(from, x, y));
    else change(chosen, { box: shape(from, x, y) });
  };
  const hover = (x, y) => {
    const handle = one && handleAt(one.box, x, y, ...reach());
    const inside = one && x >= one.box[0] && x <= one.box[0] + one.box[2] && y >= one.box[1] && y <= one.box[1] + one.box[3];
    setCursor(panning.current ? 'grab' : handle ? handle + '-resize' : inside ? 'move' : 'crosshair');
  };
  const draw = (canvas, place) => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * ratio);
    canvas.height = Math.round(canvas.clientHeight * ratio);
    const g = canvas.getContext('2d');
    g.setTransform(ratio, 0, 0, ratio, 0, 0);
    g.font = '12px system-ui, sans-serif';
    const paint = (box, name, strong) => {
      const [left, top] = place(box[0], box[1]);
      const [right, bottom] = place(box[0] + box[2], box[1] + box[3]);
      g.strokeStyle = colorOf(name);
      g.lineWidth = strong ? 3 : 2;
      g.strokeRect(left, top, right - left, bottom - top);
      if (strong) {
        g.globalAlpha = 0.15; g.fillStyle = g.strokeStyle; g.fillRect(left, top, right - left, bottom - top); g.globalAlpha = 1;
        for (const [, hx, hy] of handlesOf(box)) { const [px, py] = place(hx, hy); g.fillStyle = '#fff'; g.fillRect(px - 4, py - 4, 8, 8); g.lineWidth = 1.5; g.strokeRect(px - 4, py - 4, 8, 8); }
      }
      const wide = g.measureText(name).width + 6;
      const y = top >= 16 ? top - 16 : top;
      g.fillStyle = g.strokeStyle; g.fillRect(left - 1, y, wide, 16); g.fillStyle = '#fff'; g.fillText(name, left + 2, y + 12);
    };
    for (const label of labels ?? []) paint(draft?.id === label.id ? draft.box : label.box, label.label, label.id === chosen);
    if (draft && draft.id === null) paint(draft.box, klass, true);
  };
  const keys = (event) => {
    if (event.target.matches('input[type=text], select, textarea')) return;
    work.current.clock.touch();
    const control = event.ctrlKey || event.metaKey;
    const number = /^[1-9]$/.test(event.key) && !control ? queue.classes[+event.key - 1] : null;
    const far = (event.shiftKey ? 10 : 1);
    const [dx, dy] = picture ? [far / picture.width, far / picture.height] : [0.001, 0.001];
    const arrow = { ArrowLeft: [-dx, 0], ArrowRight: [dx, 0], ArrowUp: [0, -dy], ArrowDown: [0, dy] }[event.key];
    let act = null;
    if (number) act = () => rename(number);
    else if (control && event.key.toLowerCase() === 'z') act = () => step(event.shiftKey ? 'redo' : 'undo');
    else if (control && event.key.toLowerCase() === 'y') act = () => step('redo');
    else if (control) return;
    else if (arrow && one) act = () => change(one.id, { box: event.altKey ? resized(one.box, 'se', ...arrow) : moved(one.box, ...arrow) });
    else if (event.key === 'Tab' && labels?.length && event.target === panel.current) {
      const place = labels.findIndex((l) => l.id === chosen) + (event.shiftKey ? -1 : 1);
      if (place >= labels.length || place < 0) { setChosen(null); return; } // and the focus goes on
      act = () => setChosen(labels[place].id);
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && one) act = () => remove(one.id);
    else if (event.key === 'Escape') act = () => { drag.current = null; setDraft(null); setChosen(null); };
    else if (event.key.toLowerCase() === 'b') act = () => add([0.4, 0.4, 0.2, 0.2]);
    else if (event.key === 'Enter' && !event.target.matches('button')) act = finish;
    else if (event.key === '[') act = () => leave(index - 1);
    else if (event.key === ']') act = () => leave(index + 1);
    else if (event.key === '+' || event.key === '=') act = () => stage.current.zoom(1.25);
    else if (event.key === '-') act = () => stage.current.zoom(0.8);
    else if (event.key === '0') act = () => stage.current.fit();
    else if (event.key === ' ' && !event.target.matches('button')) act = () => { panning.current = true; setCursor('grab'); };
    if (!act) return;
    event.preventDefault();
    act();
  };
  const keyUp = (event) => { if (event.key === ' ') { panning.current = false; setCursor('crosshair'); } };
  return (
    <div class="inside editor" ref={panel} tabIndex={0} role="application" aria-label={`Image ${index + 1} of ${queue.items.length}, ${labels?.length ?? 0} boxes`} onKeyDown={keys} onKeyUp={keyUp}>
      <Stage ref={stage} picture={picture} problem={problem} cursor={cursor} draw={draw} redraw={[labels, chosen, draft, klass]} onDown={down} onMove={dragged} onUp={up} onPoint={hover} />
      <aside class="known" aria-label="Labels of this image">
        <div class="row">
          <button onClick={() => leave(index - 1)} disabled={index <= 0} aria-label="Image before ([)">‹</button>
          <span>{index + 1} of {queue.items.length}{item.done ? ', done' : ''}</span>
          <button onClick={() => leave(index + 1)} disabled={index >= queue.items.length - 1} aria-label="Image after (])">›</button>
          <button class="primary" onClick={finish}>{item.done ? 'Save, next' : 'Done, next'}</button>
        </div>
        <p class={'saving ' + saving.state} role="status" data-testid="saving">
          {saving.state === 'saved' ? '✓ saved' : saving.state === 'saving' ? '… saving' : '✗ not saved'}
        </p>
        {saving.text && <p class="refused" role="alert">{saving.text} <button onClick={() => save()}>Try again</button></p>}
        <fieldset><legend>class</legend>
          {queue.classes.map((name, n) => (
            <label key={name}><input type="radio" name={'class-' + id} checked={(one ? one.label : klass) === name} onChange={() => rename(name)} /><span class="swatch" style={{ background: colorOf(name) }} />{name}{n < 9 && <kbd>{n + 1}</kbd>}</label>
          ))}
        </fieldset>
        {one && Object.entries(queue.attributes).map(([name, values]) => (
          <label key={name} class="attribute">{name}{' '}
            <select value={one.attributes[name] === undefined ? '' : String(one.attributes[name])} onChange={(e) => {
              const { [name]: old, ...rest } = one.attributes;
              const value = e.target.value;
              const flag = values.length === 2 && values.includes('true') && values.includes('false');
              change(one.id, { attributes: value === '' ? rest : { ...rest, [name]: flag ? value === 'true' : value } });
            }}>
              <option value="">not said</option>
              {values.map((value) => <option key={value} value={value}>{value}</option>)}
            </select>
          </label>
        ))}
        <div class="row">
          <button onClick={() => step('undo')} disabled={!work.current.history?.canUndo()} aria-label="Undo (Ctrl Z)">↶ undo</button>
          <button onClick={() => step('redo')} disabled={!work.current.history?.canRedo()} aria-label="Redo (Ctrl Y)">↷ redo</button>
          <button onClick={() => one && remove(one.id)} disabled={!one} aria-label="Delete the chosen box (Delete)">delete</button>
        </div>
        <ul class="labels boxes" aria-label="Boxes">
          {(labels ?? []).map((label, n) => (
            <li key={label.id}><button aria-pressed={label.id === chosen} onClick={() => setChosen(label.id)}><span class="swatch" style={{ background: colorOf(label.label) }} />{n + 1} {label.label}</button></li>
          ))}
        </ul>
      </aside>
    </div>
  );
}
