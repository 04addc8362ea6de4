// The panels of the App: a title, when it is there, and what stands above the grid, or alone.
import { Annotate } from './annotate.jsx';
import { Evaluation } from './evaluation.jsx';
import { Plan } from './plan.jsx';
import { Points } from './points.jsx';
import { SpotCheck } from './spot.jsx';
import { TableView } from './table.jsx';

const looks = (info) => !info.panel;

export const PANELS = {
  samples: { title: 'Samples', when: looks },
  embeddings: { title: 'Embeddings', when: (info) => looks(info) && info.vectors && !info.patches, view: Points },
  evaluation: { title: 'Evaluation', when: (info) => looks(info) && info.evaluations.length > 0, view: Evaluation },
  plan: { title: 'Plan', when: (info) => looks(info) && info.planned, view: Plan },
  spot: { title: 'Spot check', when: (info) => looks(info) && info.rounds, view: SpotCheck },
  annotate: { title: 'Annotate', when: (info) => info.panel === 'annotate', view: Annotate, alone: true },
  table: { title: 'Table', when: (info) => info.panel === 'table', view: TableView, alone: true },
};

/** The panel to show for what the session now looks at. */
export const fits = (panel, info) => (panel && PANELS[panel].when(info) ? panel : info.panel ?? (info.planned ? 'plan' : 'samples'));
