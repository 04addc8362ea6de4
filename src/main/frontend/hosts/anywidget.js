// The App as a widget of anywidget: what a widget's state holds is this, the module comes from the kernel once a page. Other views of the
// same widget, in other pages, hear the same comm: each takes what is addressed to it.
import { run } from './bridge.js';

export default {
  initialize({ model }) {
    if (!model.get('session')) model.send({ event: 'alive' }); // the kernel asks whether widgets live here
  },
  async render({ model, el }) {
    const view = crypto.getRandomValues(new Uint32Array(4)).join('-');
    const link = { send: (data, buffers) => model.send({ ...data, view }, undefined, buffers) };
    const heard = (body, buffers) => body.view === view && link.onMessage(body, buffers);
    const left = () => link.onClose('The kernel no longer knows this App. Run the cell again.');
    model.on('msg:custom', heard);
    model.on('destroy', left);
    const { end } = await run(link, el, { session: model.get('session') });
    return () => {
      end();
      model.off('msg:custom', heard);
      model.off('destroy', left);
      link.send({ method: 'leave' });
    };
  },
};
