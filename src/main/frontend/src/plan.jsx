// A batch: what each source was asked for and gave, on the embedding, each pick with its reason, and a slider for the share of coverage.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Points } from './points.jsx';

export function Plan({ store }) {
  const [plan, setPlan] = useState(null);
  const [share, setShare] = useState(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef(0);
  useEffect(() => { store.try('plan').then((answer) => { if (answer) { setPlan(answer); setShare(Math.round(answer.coverage * 100)); } }); }, []);
  const choose = async (percent) => {
    setShare(percent);
    const mine = ++asked.current;
    await new Promise((done) => setTimeout(done, 120)); // while the slider moves nothing is chosen
    if (mine !== asked.current) return;
    setBusy(true);
    const answer = await store.try('plan', { share: percent / 100 });
    if (mine === asked.current) { setBusy(false); if (answer) setPlan(answer); }
  };
  if (!plan) return <p class="empty">Reading the plan…</p>;
  return (
    <section class="panel plan" aria-label="Plan">
      <div class="row">
        <label>share of coverage <input type="range" min="0" max="100" step="5" value={share} onInput={(e) => choose(+e.target.value)} data-testid="share" /> <output>{share} %</output></label>
        <span role="status">{busy ? 'choosing…' : `${plan.picks.length} images`}</span>
        <span class="n">session.plan() in a cell is this batch</span>
      </div>
      <div class="side">
        <table class="numbers"><thead><tr><th scope="col">source</th><th scope="col">asked</th><th scope="col">filled</th><th scope="col">why</th></tr></thead>
          <tbody>{plan.sources.map((one) => <tr key={one.name}><th scope="row">{one.name}</th><td>{one.asked}</td><td>{one.filled}</td><td>{one.why}</td></tr>)}</tbody></table>
        <ol class="picks" tabIndex={0} aria-label="Picks and their reasons">{plan.picks.map((pick) => <li key={pick.id} data-source={pick.source}><button class="link" onClick={() => store.openSample({ id: pick.id })}>{pick.file}</button> <span class="tag">{pick.source}</span> {pick.reason}</li>)}</ol>
      </div>
      {plan.notes.map((note) => <p key={note}>Note: {note}</p>)}
      {store.info.value.vectors && <Points store={store} by="plan" />}
    </section>
  );
}
