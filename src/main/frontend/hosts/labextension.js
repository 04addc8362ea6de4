// The App in JupyterLab 4 and Notebook 7: a renderer for outputs of our own type. The picture that the output carries is shown first, and
// stays unless the output is trusted and the kernel that made it still knows the session.
import { run } from './bridge.js';

const TYPE = 'application/vnd.winnow.app+json';
const NAME = 'winnow'; // also the folder's: the server finds the files by it
let scope;
const shared = async (name) => (await Object.values(scope[name])[0].get())();

async function plugin() {
  const { Widget } = await shared('@lumino/widgets');

  class Output extends Widget {
    constructor(panel, rendermime) {
      super();
      this.panel = panel;
      this.rendermime = rendermime;
      this.addClass('jp-RenderedHTMLCommon');
    }

    async renderModel(model) {
      this.model = model;
      const session = model.trusted ? model.data[TYPE]?.session : null;
      if (session && session === this.session) return; // its picture was made meanwhile, which is saved; the App is there or coming
      this.stop();
      this.session = session;
      await this.still();
      if (session) await this.connect(session).catch(() => session === this.session && this.still());
    }

    /** The picture of the output. */
    async still() {
      const { data, trusted } = this.model;
      const whole = [].concat(data['text/html'] ?? data['text/plain'] ?? '').join('');
      const html = whole.replace(/<script[\s\S]*?<\/script>/gi, ''); // else the host that needs no extension starts as well
      const still = this.rendermime.createRenderer('text/html');
      await still.renderModel({ data: { 'text/html': html }, metadata: {}, trusted, setData() {} });
      this.node.replaceChildren(still.node);
    }

    async connect(session) {
      const { sessionContext } = this.panel;
      await sessionContext.ready;
      const kernel = sessionContext.session?.kernel;
      if (!kernel || this.isDisposed) throw new Error('There is no kernel.');
      if (session !== this.session) return;
      const comm = kernel.createComm('dev.winnow.app');
      this.comm = comm;
      const link = {
        send: (data, buffers) => {
          if (comm.isDisposed) return;
          if (link.open) comm.send(data, undefined, buffers);
          else comm.open(data);
          link.open = true;
        },
      };
      comm.onMsg = (message) => {
        const { data } = message.content;
        if (data.event !== 'frozen') return link.onMessage(data, message.buffers ?? []);
        this.stop();
        this.model.setData({ data: data.data, metadata: {} }); // into the notebook too, which is saved with it
      };
      comm.onClose = () => link.onClose('The kernel no longer knows this App. Run the cell again.');
      if (kernel.supportsSubshells) await comm.subshellStarted;
      const live = document.createElement('div');
      const { end, tell } = await run(link, live, { session });
      if (this.comm !== comm) return end();
      this.node.replaceChildren(live);
      const restarted = (_, status) => {
        if (/restarting|dead|terminating/.test(status)) tell({ event: 'closed', reason: 'The kernel was restarted. Run the cell again.' });
      };
      let lost = false;
      const connection = (_, status) => {
        if (status === 'connected' && lost && !comm.isDisposed) {
          lost = false;
          comm.send({ id: 'greet', method: 'greet' });
        } else if (status !== 'connected') {
          lost = true;
          tell({ event: 'closed', reason: 'The connection to the kernel is lost.' });
        }
      };
      sessionContext.statusChanged.connect(restarted);
      sessionContext.connectionStatusChanged.connect(connection);
      this.end = () => {
        sessionContext.statusChanged.disconnect(restarted);
        sessionContext.connectionStatusChanged.disconnect(connection);
        end();
      };
    }

    stop() {
      this.end?.();
      this.end = null;
      this.session = null;
      const { comm } = this;
      this.comm = null;
      if (comm && !comm.isDisposed) comm.close();
    }

    dispose() {
      if (!this.isDisposed) this.stop();
      super.dispose();
    }
  }

  return {
    id: NAME + ':plugin',
    autoStart: true,
    activate(app) {
      app.docRegistry.addWidgetExtension('Notebook', {
        createNew(panel) {
          const { rendermime } = panel.content;
          // Before widgets (-10) and HTML (50); safe, since what is not trusted goes through JupyterLab's own sanitiser above.
          rendermime.addFactory({ safe: true, mimeTypes: [TYPE], createRenderer: () => new Output(panel, rendermime) }, -20);
        },
      });
    },
  };
}

(window._JUPYTERLAB ??= {})[NAME] = {
  init(given) { scope = given; },
  async get() {
    const made = await plugin();
    return () => ({ __esModule: true, default: made });
  },
};
