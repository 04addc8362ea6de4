// Embeddings in two dimensions: points are sent once, colours when they change; a lasso chooses samples for the grid.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import createScatterplot, { createRenderer } from 'regl-scatterplot';
import { follow, inside } from './lasso.js';
import { keepPace } from './pace.js';
import { at, colorOf } from './palette.js';
import { Under } from './under.jsx';

const RAMP = ['#30123b', '#4454c4', '#4490fe', '#1fc8de', '#29efa2', '#7dff56', '#c1f334', '#f1ca3a', '#fe922a', '#ea4f0d', '#be2102', '#7a0403'];
const OTHER = '#9a9a9a';

export function Points({ store, by: fixed }) {
  const [layouts, setLayouts] = useState(null);
  const [layout, setLayout] = useState('');
  const [picked, setPicked] = useState(null); // what a person coloured by, and in which dataset
  const [legend, setLegend] = useState(null);
  const [points, setPoints] = useState(null);
  const [lasso, setLasso] = useState(true);
  const [problem, setProblem] = useState('');
  const canvas = useRef();
  const line = useRef();
  const plot = useRef();
  const coloured = useRef(null); // what each point's colour says
  const [said, say] = useState('');
  const index = useRef(); // of the points by place; the same for every colouring
  const info = store.info.value;
  const { stamp } = store.state.value;
  const usual = info.labelFields.length ? 'label:' + info.labelFields[0] : 'tags';
  const by = fixed ?? (picked?.dataset === info.dataset ? picked.by : usual);
  const fields = info.fields.filter((f) => ['STRING', 'INT', 'FLOAT', 'BOOLEAN'].includes(f.type) && !['id', 'filepath'].includes(f.name));

  useEffect(() => {
    store.request('layouts').then((answer) => {
      const names = Object.values(answer).filter((one) => typeof one === 'string');
      setLayouts(names);
      setLayout(names[names.length - 1] ?? '');
    }, (failure) => setProblem(failure.message));
  }, [info.dataset]);
  useEffect(() => {
    if (!layout) return;
    setPoints(null);
    store.request('points', { layout }).then(({ buffers, count }) => {
      const block = new Float32Array(buffers[0].buffer.slice(buffers[0].byteOffset, buffers[0].byteOffset + buffers[0].byteLength));
      const x = new Float32Array(count);
      const y = new Float32Array(count);
      for (let i = 0; i < count; i++) { x[i] = block[2 * i] * 0.95; y[i] = block[2 * i + 1] * 0.95; }
      setPoints({ x, y, count });
    }, (failure) => setProblem(failure.message));
  }, [layout]);
  useEffect(() => {
    if (!points) return;
    const frame = canvas.current.parentElement.getBoundingClientRect();
    let scatter; // its own lasso draws all points at every step, and its worker is a script that the tab's page does not allow
    let renderer; // of the plot's size: one that the scatter makes is of the window's, most of whose pixels are drawn and copied for nothing
    try {
      renderer = createRenderer({ canvas: document.createElement('canvas'), gamma: 1 });
      renderer.resize(frame.width, frame.height);
      scatter = createScatterplot({
        renderer, canvas: canvas.current, width: frame.width, height: frame.height, lassoInitiator: false, lassoInitiatorParentElement: canvas.current.parentElement,
        lassoOnLongPress: false, spatialIndexUseWorker: false, pointSize: points.count > 20000 ? 2 : points.count > 2000 ? 4 : 7, backgroundColor: [0, 0, 0, 0], pointColorActive: '#000', pointColorHover: '#000', mouseMode: 'panZoom',
      });
    } catch (failure) {
      setProblem('This browser draws no points: ' + failure.message);
      return;
    }
    plot.current = scatter;
    index.current = undefined;
    const unaware = leaveOut(canvas.current);
    const unpaced = keepPace(scatter, points.count);
    const watch = new ResizeObserver(([{ contentRect: { width, height } }]) => {
      if (!width || !height) return;
      renderer.resize(width, height);
      scatter.set({ width, height });
    });
    watch.observe(canvas.current.parentElement);
    return () => { watch.disconnect(); unpaced(); unaware(); scatter.destroy(); renderer.destroy(); plot.current = null; };
  }, [points]);
  // Before the plot is seen, so that no line is lost that is drawn at once.
  useLayoutEffect(() => {
    if (!points || !lasso) return;
    return follow(line.current, '#0b63b5', (path) => {
      const chosen = inside(path, points, plot.current.get('cameraView'), line.current.clientWidth, line.current.clientHeight);
      say(`${chosen.length.toLocaleString('en')} points within the line.`);
      if (chosen.length) store.try('lasso', { layout }, [chosen]);
    }, say);
  }, [points, lasso]);
  useEffect(() => {
    if (!points || !by || !plot.current) return;
    let late = false;
    store.request('colors', { layout, by }).then(async (answer) => {
      if (late || !plot.current) return;
      const raw = answer.buffers[0];
      const codes = new Uint16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));
      const shown = new Uint8Array(answer.buffers[1].buffer, answer.buffers[1].byteOffset, answer.buffers[1].byteLength);
      const numbers = answer.names === undefined;
      const z = numbers ? Float32Array.from(codes, (code) => Math.min(0.9999, code / 65535)) : Float32Array.from(codes);
      const colors = numbers ? RAMP : [...answer.names.map((name, n) => (by.startsWith('label:') ? colorOf(name) : at(n))), OTHER];
      coloured.current = (i) => (numbers ? (answer.low + (codes[i] / 65535) * (answer.high - answer.low)).toPrecision(3) : answer.names[codes[i]] ?? '');
      setLegend(numbers ? { low: answer.low, high: answer.high } : { names: answer.names, counts: answer.counts, colors });
      plot.current.set({ colorBy: 'valueA', pointColor: colors.length === 1 ? [colors[0], colors[0]] : colors, opacityBy: 'valueB', opacity: [0.12, 0.85] });
      await plot.current.draw({ x: points.x, y: points.y, valueA: z, valueB: Float32Array.from(shown) }, { zDataType: numbers ? 'continuous' : 'categorical', wDataType: 'categorical', spatialIndex: index.current });
      index.current = plot.current?.get('spatialIndex');
      if (canvas.current) canvas.current.dataset.drawn = points.count + ' ' + by + ' ' + shown.reduce((sum, one) => sum + one, 0);
    }, (failure) => late || setProblem(failure.message));
    return () => { late = true; };
  }, [points, by, stamp]);

  if (layouts && !layouts.length) return <p class="empty">There is no layout yet. Make one: brain.computeVisualization(dataset, "embeddings", "layout")</p>;
  return (
    <section class="panel points" aria-label="Embeddings">
      <div class="row">
        {layouts?.length > 1 && <label>layout <select value={layout} onChange={(e) => setLayout(e.target.value)}>{layouts.map((name) => <option key={name}>{name}</option>)}</select></label>}
        {!fixed && (
          <label>colour by <select value={by} onChange={(e) => setPicked({ dataset: info.dataset, by: e.target.value })} data-testid="color-by">
            {info.labelFields.map((field) => <option key={field} value={'label:' + field}>class in {field}</option>)}
            <option value="tags">tag</option><option value="split">split</option><option value="source">acquisition source</option>
            {fields.map((f) => <option key={f.name} value={'field:' + f.name}>{f.name}</option>)}
          </select></label>
        )}
        <button aria-pressed={lasso} onClick={() => setLasso(true)}>Lasso</button>
        <button aria-pressed={!lasso} onClick={() => setLasso(false)}>Move</button>
        <button title="All points in sight" onClick={() => plot.current?.zoomToOrigin()}>Fit</button>
        {store.state.value.filters?.chosen > 0 && <button onClick={() => store.filter({ ids: [] })}>Drop the lasso ({store.state.value.filters.chosen})</button>}
      </div>
      {problem && <p role="alert">{problem}</p>}
      <div class="plot">
        <canvas ref={canvas} role="img" aria-label={points ? `${points.count} points` : 'loading'} />
        <canvas class={lasso ? 'line' : 'line idle'} ref={line} role="application" tabIndex={lasso ? 0 : -1} aria-hidden={!lasso}
          aria-label="Lasso. Arrows move, Shift farther, Enter sets a corner, Enter again closes the line, Escape drops it." />
        {points && <Under store={store} layout={layout} points={points} plot={plot} coloured={coloured} />}
      </div>
      <p class="said" role="status" data-testid="lasso">{said}</p>
      {legend?.names && <ul class="legend">{legend.names.map((name, n) => <li key={name}><span class="swatch" style={{ background: legend.colors[n] }} />{name} <span class="n">{legend.counts[n]}</span></li>)}</ul>}
      {legend && !legend.names && <div class="legend"><span>{legend.low?.toPrecision?.(3)}</span><span class="ramp" style={{ background: `linear-gradient(90deg, ${RAMP.join(',')})` }} /><span>{legend.high?.toPrecision?.(3)}</span></div>}
    </section>
  );
}

/**
 * Keeps the scatter from knowing that the pointer is over it: at each point that it passes, or that is clicked, it would draw all of them
 * again. A press it still hears of, so that the view moves. Returns what ends it.
 */
function leaveOut(canvas) {
  const forget = () => canvas.dispatchEvent(new MouseEvent('mouseleave'));
  const stop = (event) => event.stopPropagation();
  const area = canvas.parentElement;
  for (const kind of ['mouseenter', 'click']) area.addEventListener(kind, stop, true);
  window.addEventListener('focus', forget);
  forget();
  return () => {
    for (const kind of ['mouseenter', 'click']) area.removeEventListener(kind, stop, true);
    window.removeEventListener('focus', forget);
  };
}
