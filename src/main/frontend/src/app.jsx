// The App, as a module of the AFM kind: every host loads it and gives it a model to talk through.
import { render as draw } from 'preact';
import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import css from './style.css';
import { Filters } from './filters.jsx';
import { Grid } from './grid.jsx';
import { SampleView } from './sample.jsx';
import { createStore } from './store.js';
import { Toolbar } from './toolbar.jsx';
import { PANELS } from './panels.jsx';

function App({ store }) {
  const root = useRef();
  const info = store.info.value;
  useEffect(() => {
    const narrow = new ResizeObserver(([entry]) => {
      const small = entry.contentRect.width < 640;
      if (!root.current) return;
      // Where there is little room the filters lie over the grid: only when they are asked for.
      if (small !== root.current.classList.contains('narrow')) store.sidebar.value = !small;
      root.current.classList.toggle('narrow', small);
    });
    narrow.observe(root.current);
    return () => narrow.disconnect();
  }, []);
  const { view: Panel, alone } = PANELS[store.panel.value] ?? {};
  return (
    <div class="app" ref={root}>
      {!info ? (
        <p class="empty" role="status">{store.closed.value || 'Connecting to the kernel…'}</p>
      ) : (
        <>
          {!alone && <Toolbar store={store} />}
          {store.closed.value && <p class="banner" role="alert">{store.closed.value}</p>}
          {store.notice.value && (
            <p class="banner" role="alert">
              {store.notice.value} <button onClick={() => (store.notice.value = '')} aria-label="Dismiss this message">×</button>
            </p>
          )}
          {store.done.value && <p class="banner done" role="status">{store.done.value}</p>}
          <div class="body">
            {!alone && store.sidebar.value && <Filters store={store} />}
            <main class="main">
              {Panel && <Panel store={store} key={store.panel.value} />}
              {!alone && <Grid store={store} />}
            </main>
          </div>
          {store.open.value !== null && <SampleView store={store} />}
        </>
      )}
    </div>
  );
}

export function render({ model, el }) {
  const host = document.createElement('div');
  host.className = 'winnow-app';
  host.style.cssText = 'height: 100%; min-height: 480px';
  if (!el.style.height) host.style.height = '640px';
  el.replaceChildren(host);
  // A shadow root: the page's styles do not reach in, ours do not reach out.
  const shadow = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const mount = document.createElement('div');
  mount.className = 'mount';
  shadow.append(style, mount);
  // JupyterLab takes single keys as commands of the notebook: what is typed in the App stays in the App.
  for (const kind of ['keydown', 'keyup', 'keypress']) host.addEventListener(kind, (event) => event.stopPropagation());
  host.setAttribute('data-lm-suppress-shortcuts', 'true');
  // But for saving, which is the notebook's wherever the focus is.
  host.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    const { key, code, keyCode, ctrlKey, metaKey, shiftKey } = event;
    el.dispatchEvent(new KeyboardEvent('keydown', { key, code, keyCode, ctrlKey, metaKey, shiftKey, bubbles: true, cancelable: true }));
  });
  const store = createStore(model);
  // A table needs less of the page than pictures do.
  const low = effect(() => { if (store.info.value?.panel === 'table' && host.style.height === '640px') host.style.cssText = 'height: 420px'; });
  draw(<App store={store} />, mount);
  return () => {
    low();
    draw(null, mount);
    store.close();
  };
}

export default { initialize() {}, render };
