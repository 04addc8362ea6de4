// Stored evaluations: numbers by class, a matrix whose cells open their labels, curves, and what changed since another run.
import { useEffect, useState } from 'preact/hooks';
import { colorOf } from './palette.js';

const show = (value) => (value == null ? '–' : value.toFixed(3));

export function Evaluation({ store }) {
  const keys = store.info.value.evaluations.map((one) => one.key);
  const [key, setKey] = useState(store.evalKey.value || keys[keys.length - 1]);
  const [against, setAgainst] = useState('');
  const [found, setFound] = useState(null);
  useEffect(() => {
    let late = false;
    setFound(null);
    store.try('evaluation', { key, against }).then((answer) => late || setFound(answer));
    return () => { late = true; };
  }, [key, against]);
  const open = (what) => store.try('matches', { key, ...what });
  const then = found?.against;
  return (
    <section class="panel evaluation" aria-label="Evaluation">
      <div class="row">
        <label>evaluation <select value={key} onChange={(e) => setKey(e.target.value)} data-testid="evaluation">{keys.map((one) => <option key={one}>{one}</option>)}</select></label>
        <label>against <select value={against} onChange={(e) => setAgainst(e.target.value)} data-testid="against"><option value="">nothing</option>{keys.filter((one) => one !== key).map((one) => <option key={one}>{one}</option>)}</select></label>
        {found && <span>mAP {show(found.map)}{found.against && ` (was ${show(found.against.map)})`}, mAP@0.5 {show(found.map50)}{found.against && ` (was ${show(found.against.map50)})`}, from score {found.operatingPoint.toFixed(2)}: {found.tp} TP, {found.fp} FP, {found.fn} FN on {found.images} images</span>}
      </div>
      {found?.flips && (
        <div class="row" role="group" aria-label="Objects since the other evaluation">
          {[['fixed', 'fixed'], ['broken', 'broken'], ['stillWrong', 'still wrong'], ['stillRight', 'still right']].map(([flip, name]) => (
            <button key={flip} disabled={!found.flips[flip]} onClick={() => open({ flip, against })}>{found.flips[flip]} {name}</button>
          ))}
        </div>
      )}
      {found && (
        <div class="side">
          <table class="numbers">
            <caption>by class</caption>
            <thead><tr><th scope="col">class</th><th scope="col">precision</th><th scope="col">recall</th><th scope="col">F1</th><th scope="col">AP</th><th scope="col">objects</th></tr></thead>
            <tbody>{found.classes.map((row) => {
              const then = found.against?.classes.find((one) => one.label === row.label);
              const cell = (name) => <td>{show(row[name])}{then && then[name] != null && row[name] != null && <small> {row[name] >= then[name] ? '+' : '−'}{Math.abs(row[name] - then[name]).toFixed(3)}</small>}</td>;
              return <tr key={row.label}><th scope="row"><span class="swatch" style={{ background: colorOf(row.label) }} />{row.label}</th>{cell('precision')}{cell('recall')}{cell('f1')}{cell('ap')}<td>{row.support}</td></tr>;
            })}</tbody>
          </table>
          <div class="pair">
            <Matrix name={then ? key : ''} matrix={found.matrix} open={(truth, prediction) => open({ truth, prediction })} />
            {then && <Matrix name={then.key} matrix={then.matrix} open={(truth, prediction) => open({ key: then.key, truth, prediction })} />}
          </div>
          <Curves curves={found.curves} then={then?.curves} />
        </div>
      )}
    </section>
  );
}

function Matrix({ name, matrix, open }) {
  const most = Math.max(1, ...matrix.counts.flat());
  return (
    <table class="matrix">
      <caption>{name && <b>{name} </b>}rows: truth, columns: predictions</caption>
      <thead><tr><td />{matrix.classes.map((name) => <th key={name} scope="col"><span>{name}</span></th>)}</tr></thead>
      <tbody>{matrix.counts.map((row, r) => (
        <tr key={r}><th scope="row">{matrix.classes[r]}</th>{row.map((count, c) => {
          const share = Math.sqrt(count / most);
          return (
            <td key={c}>{count > 0 ? (
              <button class={r === c ? 'right' : 'wrong'} style={{ '--share': share }} onClick={() => open(matrix.classes[r], matrix.classes[c])}
                aria-label={`${count} ${matrix.classes[r]} predicted as ${matrix.classes[c]}: open`}>{count}</button>
            ) : null}</td>
          );
        })}</tr>
      ))}</tbody>
    </table>
  );
}

/** The pointer over a curve, or a class and a recall chosen by keys, says the precision there; in broken lines the other evaluation's. */
function Curves({ curves, then }) {
  const names = Object.keys(curves);
  const [name, setName] = useState('');
  const [recall, setRecall] = useState(50);
  const chosen = curves[name] && name;
  const last = names.length ? curves[names[0]].length - 1 : 100;
  const line = (curve) => curve.map((p, i) => `${(200 * i) / (curve.length - 1)},${200 - 200 * p}`).join(' ');
  const precision = (one, at) => curves[one][Math.min(at, curves[one].length - 1)];
  const hover = (event) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const x = (232 * (event.clientX - frame.left)) / frame.width - 24;
    const y = (226 * (event.clientY - frame.top)) / frame.height - 6;
    const at = Math.max(0, Math.min(last, Math.round((x / 200) * last)));
    const near = names.map((one) => [Math.abs(200 - 200 * precision(one, at) - y), one]).sort((one, other) => one[0] - other[0])[0];
    if (!near) return;
    setRecall(at);
    setName(near[1]);
  };
  return (
    <figure class="curves">
      <svg viewBox="-24 -6 232 226" role="img" aria-label="Precision by recall at IoU 0.5" onPointerMove={hover}>
        <rect x="0" y="0" width="200" height="200" class="field" />
        {[0, 0.5, 1].map((tick) => <g key={tick}><line x1="0" x2="200" y1={200 - 200 * tick} y2={200 - 200 * tick} class="tick" /><text x="-4" y={203 - 200 * tick} text-anchor="end">{tick}</text><text x={200 * tick} y="213" text-anchor="middle">{tick}</text></g>)}
        {then && names.filter((one) => then[one]).map((one) => <polyline key={one} class={'then' + (chosen && chosen !== one ? ' other' : '')} points={line(then[one])} style={{ stroke: colorOf(one) }} />)}
        {names.map((one) => <polyline key={one} data-class={one} class={chosen && chosen !== one ? 'other' : ''} points={line(curves[one])} style={{ stroke: colorOf(one) }}><title>{one}</title></polyline>)}
        {chosen && <circle cx={(200 * recall) / last} cy={200 - 200 * precision(chosen, recall)} r="4" style={{ fill: colorOf(chosen) }} />}
      </svg>
      <figcaption>precision by recall, IoU 0.5{then && '; broken lines: the other evaluation'}</figcaption>
      <div class="row" role="group" aria-label="Classes of the curves">
        {names.map((one) => <button key={one} aria-pressed={chosen === one} onClick={() => setName(chosen === one ? '' : one)}><span class="swatch" style={{ background: colorOf(one) }} />{one}</button>)}
      </div>
      {chosen && <label>recall <input type="range" min="0" max={last} value={recall} onInput={(event) => setRecall(+event.target.value)} /></label>}
      <p role="status" data-testid="curve">{chosen ? `${chosen}: precision ${show(precision(chosen, recall))} at recall ${(recall / last).toFixed(2)}` + (then?.[chosen] ? `, was ${show(then[chosen][Math.min(recall, then[chosen].length - 1)])}` : '') : ''}</p>
    </figure>
  );
}
