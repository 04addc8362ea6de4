// Failures of the last round: a person says whether the model or the label is wrong, or whether nobody can tell.
import { useEffect, useState } from 'preact/hooks';

const VERDICTS = ['model', 'label', 'ambiguous'];

export function SpotCheck({ store }) {
  const [found, setFound] = useState(null);
  useEffect(() => { store.try('spot').then(setFound); }, []);
  if (!found) return <p class="empty">Reading the failures…</p>;
  const judge = async (check, verdict) => {
    const answer = await store.try('verdict', { check: check.id, verdict });
    if (answer) setFound((old) => ({ ...old, checks: old.checks.map((one) => (one.id === check.id ? { ...one, verdict } : one)) }));
  };
  const open = (check) => { const [object, prediction] = check.id.split(':'); return store.try('matches', { key: found.key, ids: [object || prediction] }); };
  return (
    <section class="panel spot" aria-label="Spot check">
      <p role="status">{found.checks.filter((one) => one.verdict !== 'open').length} of {found.checks.length} failures of {found.key} judged: is the model wrong, the label, or can nobody tell?</p>
      <table class="numbers"><tbody>{found.checks.map((check) => (
        <tr key={check.id}>
          <td><button onClick={() => open(check)}>{check.file}</button></td><td>{check.kind}</td><td>truth: {check.truth || '–'}</td><td>predicted: {check.prediction || '–'}</td>
          <td role="group" aria-label={'Verdict on ' + check.file}>{VERDICTS.map((verdict) => <button key={verdict} aria-pressed={check.verdict === verdict} onClick={() => judge(check, verdict)}>{verdict}</button>)}</td>
        </tr>
      ))}</tbody></table>
    </section>
  );
}
