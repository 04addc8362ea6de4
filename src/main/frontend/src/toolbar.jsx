import { PANELS } from './panels.jsx';

export function Toolbar({ store, covered }) {
  const { info, state, selected, panel } = store;
  const { count, total } = state.value;
  const what = (info.value.patches ? 'label' : 'sample') + (total === 1 ? '' : 's');
  return (
    <header class="toolbar" inert={covered}>
      <button class="icon" aria-expanded={store.sidebar.value} aria-label="Filters" title="Filters" onClick={() => (store.sidebar.value = !store.sidebar.value)}>☰</button>
      <strong class="name" title={state.value.code}>{info.value.dataset}</strong>
      <span role="status" class="count" data-testid="count">
        {count === total ? `${count.toLocaleString('en')} ${what}` : `${count.toLocaleString('en')} of ${total.toLocaleString('en')} ${what}`}
        {selected.value.size > 0 && `, ${selected.value.size} selected`}
      </span>
      <nav role="tablist" aria-label="Panels">
        {Object.entries(PANELS).filter(([, one]) => !one.when || one.when(info.value)).map(([name, one]) => (
          <button key={name} role="tab" aria-selected={panel.value === name} onClick={() => (panel.value = name)}>{one.title}</button>
        ))}
      </nav>
      {store.isFiltered.value && <button onClick={() => store.try('filter', { ids: [] })}>Clear filters</button>}
      {state.value.aside && <button onClick={() => store.try('home')}>Back to the view</button>}
      <TagBox store={store} />
    </header>
  );
}

function TagBox({ store }) {
  const chosen = store.selected.value.size;
  const apply = (remove) => async (event) => {
    const input = event.target.closest('.tagbox').querySelector('input');
    const tag = input.value.trim();
    if (!tag) return input.focus();
    const answer = await store.try('tag', { tag, remove });
    if (answer) store.say(`Tag “${tag}” ${remove ? 'taken from' : 'given to'} ${answer.count}.`);
  };
  if (!chosen) return null;
  return (
    <span class="tagbox" role="group" aria-label={`Tag the ${chosen} selected`}>
      <input type="text" placeholder="tag" aria-label="Tag" maxLength={200} onKeyDown={(e) => e.key === 'Enter' && apply(false)(e)} />
      <button onClick={apply(false)}>Tag {chosen}</button>
      <button onClick={apply(true)}>Untag</button>
      <button onClick={() => { store.selected.value = new Set(); store.try('select', { ids: [] }); }}>Clear selection</button>
    </span>
  );
}
