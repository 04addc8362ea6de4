// The panels of the App: a title, when it is there, and what stands above the grid, or alone.
import { Annotate } from './annotate.jsx';

export const PANELS = {
  samples: { title: 'Samples', when: (info) => info.panel !== 'annotate' },
  annotate: { title: 'Annotate', when: (info) => info.panel === 'annotate', view: Annotate, alone: true },
};
