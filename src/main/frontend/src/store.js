// What one App on the page knows: signals that follow the session's events, and pictures that were fetched.
import { signal, computed } from '@preact/signals';
import { connect } from './connection.js';
import { fits } from './panels.jsx';

export const PAGE = 48;
const MOST_PICTURES = 1500;

export function createStore(model) {
  const store = {
    info: signal(null), // the session's hello
    state: signal({ stamp: 0, count: 0, total: 0, code: '', filters: null }),
    selected: signal(new Set()),
    selectedLabels: signal([]),
    closed: signal(''),
    notice: signal(''), // what was refused
    done: signal(''), // what was done, for a moment
    panel: signal(''),
    shown: signal([]), // label fields that are drawn
    evalKey: signal(''),
    least: signal(0.3), // predictions below this score are not drawn
    tile: signal(240),
    scores: signal([]),
    open: signal(null), // row of the sample view, or null
    sidebar: signal(true),
    narrow: signal(false),
    dark: signal(false),
    pages: signal(new Map()),
    pictures: signal(0), // grows when pictures arrive
    begun: signal(false), // the pictures in sight are there: time for what takes longer, such as counts
  };
  const pictures = new Map();
  /** The picture of a row at the largest size that was fetched: a smaller one stays until a larger one is there. */
  store.picture = (id) => pictures.get(id);

  const begin = (hello) => {
    store.info.value = hello;
    store.shown.value = hello.shown ?? [];
    const drawn = (hello.evaluations ?? []).filter((e) => store.shown.value.includes(e.predictions));
    store.evalKey.value = drawn.length ? drawn[drawn.length - 1].key : '';
    store.open.value = null;
    store.closed.value = '';
    follow(hello);
    if (hello.selected) select(hello);
    store.panel.value = fits(store.panel.value, hello);
    if (!store.state.value.count) store.begun.value = true;
    setTimeout(() => { store.begun.value = true; }, 2000); // also where no grid is in sight
  };
  const follow = (state) => {
    const before = store.state.value;
    if (state.stamp !== before.stamp) forgetPages(state.event === 'state' && JSON.stringify(state.filters) === JSON.stringify(before.filters));
    store.state.value = state;
  };
  /** Tiles are read again; where they are the same rows, those of before stay in sight until then. */
  let stale = new Map();
  const forgetPages = (sameRows) => {
    stale = sameRows ? new Map([...stale, ...store.pages.value]) : new Map();
    store.pages.value = new Map();
  };
  const select = (event) => {
    store.selected.value = new Set(event.selected);
    store.selectedLabels.value = event.selectedLabels;
  };
  store.listeners = new Set();
  const connection = connect(model, (event) => {
    if (event.event === 'hello') begin(event);
    else if (event.event === 'state') follow(event);
    else if (event.event === 'selection') select(event);
    else if (event.event === 'closed') store.closed.value = event.reason || 'The kernel is gone.';
    store.listeners.forEach((listener) => listener(event));
  });
  store.request = connection.request;
  store.close = connection.close;
  store.try = async (method, params, buffers) => {
    try {
      return await connection.request(method, params, buffers);
    } catch (failure) {
      store.notice.value = failure.message;
      return null;
    }
  };

  const asked = new Set();
  store.loadPage = async (page) => {
    const stamp = store.state.value.stamp;
    const settings = JSON.stringify([stamp, store.shown.value, store.evalKey.value, store.scores.value]);
    const key = page + settings;
    if (asked.has(key)) return;
    asked.add(key);
    try {
      const answer = await connection.request('page', {
        from: page * PAGE, count: PAGE, fields: store.shown.value, evalKey: store.evalKey.value, scores: store.scores.value,
      });
      if (answer.stamp !== store.state.value.stamp) return;
      const pages = new Map(store.pages.value);
      pages.set(page, answer.tiles);
      stale.delete(page);
      if (pages.size > 60) pages.delete(pages.keys().next().value);
      store.pages.value = pages;
    } catch (failure) {
      store.notice.value = failure.message;
    } finally {
      asked.delete(key);
    }
  };
  store.tileAt = (i) => {
    const page = Math.floor(i / PAGE);
    return (store.pages.value.get(page) ?? stale.get(page))?.[i % PAGE];
  };
  store.redraw = () => forgetPages(true);

  // Pictures are asked for in small lots, in the order in which they are wanted; what scrolled away before its turn is not asked for.
  let wanted = [];
  let flying = 0;
  let inSight = 0; // of the lots that fly, those with a picture that is in sight
  const inFlight = new Set();
  const pump = () => {
    while (flying < 3 && wanted.length) {
      const lot = wanted.splice(0, 8);
      const near = lot.some((one) => !one.ahead);
      flying++;
      inSight += near;
      connection
        .request('thumbs', { rows: lot.map((one) => one.i), side: lot[0].side })
        .then(({ thumbs, buffers }) => {
          thumbs.forEach((thumb, n) => keep(thumb, buffers[n], lot[0].side));
          for (const [id, old] of pictures) {
            if (pictures.size <= MOST_PICTURES) break;
            pictures.delete(id);
            if (old.url) URL.revokeObjectURL(old.url);
          }
          store.pictures.value++;
        })
        .catch(() => {})
        .finally(() => {
          lot.forEach((one) => inFlight.delete(one.key));
          flying--;
          inSight -= near;
          pump();
          if (!inSight && wanted.every((one) => one.ahead)) store.begun.value = true;
        });
    }
  };
  const keep = (thumb, bytes, side) => {
    const old = pictures.get(thumb.id);
    if (old?.side >= side) return;
    pictures.delete(thumb.id);
    pictures.set(thumb.id, { ...thumb, side, url: thumb.problem ? '' : URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' })) });
    if (old?.url) setTimeout(() => URL.revokeObjectURL(old.url), 2000); // in sight until the other is drawn
  };
  /** Asks for the pictures of tiles in sight, then of those that a scroll will bring. */
  store.wantPictures = (tiles, ahead, side) => {
    wanted.forEach((one) => inFlight.delete(one.key));
    wanted = [];
    const want = (tile, later) => {
      const key = side + ':' + tile.id;
      const known = pictures.get(tile.id);
      if (known) {
        pictures.delete(tile.id);
        pictures.set(tile.id, known); // the latest stay
      }
      if (known?.side >= side || inFlight.has(key)) return;
      inFlight.add(key);
      wanted.push({ i: tile.i, side, key, ahead: later });
    };
    tiles.forEach((tile) => want(tile, false));
    ahead.forEach((tile) => want(tile, true));
    pump();
  };

  /** Opens the sample of an id, or of a point of a layout. */
  store.openSample = async (what) => {
    const answer = await store.try('row', what);
    if (answer) store.open.value = answer.row;
  };
  let fading;
  store.say = (text) => {
    store.done.value = text;
    clearTimeout(fading);
    fading = setTimeout(() => { store.done.value = ''; }, 6000);
  };
  store.isFiltered = computed(() => {
    const filters = store.state.value.filters;
    return !!filters && (filters.tags.length > 0 || Object.keys(filters.labels).length > 0 || Object.keys(filters.values).length > 0 || filters.chosen > 0 || !!filters.sort);
  });
  store.filter = (change) => {
    const { chosen, ...now } = store.state.value.filters; // which ids were chosen stays with the session
    return store.try('filter', { ...now, ...change });
  };
  store.toggle = (id) => {
    const ids = new Set(store.selected.value);
    if (!ids.delete(id)) ids.add(id);
    store.selected.value = ids;
    return store.try('select', { ids: [...ids] });
  };
  return store;
}
