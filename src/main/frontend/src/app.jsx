// The App, as a module of the AFM kind: every host loads it and gives it a model to talk through.
import { render as draw } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import css from './style.css';
import { Filters } from './filters.jsx';
import { Grid } from './grid.jsx';
import { SampleView } from './sample.jsx';
import { createStore } from './store.js';
import { Toolbar } from './toolbar.jsx';
import { PANELS } from './panels.jsx';

function App({ store, inPage }) {
  const root = useRef();
  const info = store.info.value;
  useEffect(() => {
    const narrow = new ResizeObserver(([entry]) => {
      const small = entry.contentRect.width < 640;
      // Where there is little room the filters lie over the grid: only when they are asked for.
      if (small !== store.narrow.value) store.sidebar.value = !small;
      store.narrow.value = small;
    });
    narrow.observe(root.current);
    return () => narrow.disconnect();
  }, []);
  useLayoutEffect(() => watchTheme(root.current, (dark) => { store.dark.value = dark; }), []);
  const { view: Panel, alone } = PANELS[store.panel.value] ?? {};
  const form = {
    page: inPage, low: info?.panel === 'table', tall: Panel && !alone, // a panel has the height it needs, above the grid
    narrow: store.narrow.value, dark: store.dark.value,
  };
  const covered = store.open.value !== null;
  return (
    <div class={'app ' + Object.keys(form).filter((one) => form[one]).join(' ')} ref={root}>
      {!info ? (
        <p class="empty" role="status">{store.closed.value || 'Connecting to the kernel…'}</p>
      ) : (
        <>
          {!alone && <Toolbar store={store} covered={covered} />}
          {store.closed.value && <p class="banner" role="alert">{store.closed.value}</p>}
          {store.notice.value && (
            <p class="banner" role="alert">
              {store.notice.value} <button onClick={() => (store.notice.value = '')} aria-label="Dismiss this message">×</button>
            </p>
          )}
          {store.done.value && <p class="banner done" role="status">{store.done.value}</p>}
          <div class="body" inert={covered}>
            {!alone && store.sidebar.value && <Filters store={store} />}
            <main class="main">
              {Panel && <Panel store={store} key={store.panel.value} />}
              {!alone && <Grid store={store} />}
            </main>
          </div>
          {covered && <SampleView store={store} />}
        </>
      )}
    </div>
  );
}

/** Follows whether what the App is drawn on is dark: pages of Jupyter have themes of their own, others follow the system. */
function watchTheme(app, tell) {
  const look = () => {
    const color = getComputedStyle(app).backgroundColor.match(/[\d.]+/g); // none before the App is in the page
    if (color) tell(0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2] < 128);
  };
  const placed = new ResizeObserver(look);
  const system = matchMedia('(prefers-color-scheme: dark)');
  const page = new MutationObserver(look);
  system.addEventListener('change', look);
  page.observe(document.body, { attributes: true });
  placed.observe(app);
  return () => {
    system.removeEventListener('change', look);
    page.disconnect();
    placed.disconnect();
  };
}

export function render({ model, el }) {
  const host = document.createElement('div');
  host.className = 'winnow-app';
  const inPage = !el.style.height; // else it fills what it is given
  if (!inPage) host.style.cssText = 'height: 100%; min-height: 480px';
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
  draw(<App store={store} inPage={inPage} />, mount);
  return () => {
    draw(null, mount);
    store.close();
  };
}

export default { initialize() {}, render };
