// The panels of the App: a title, when it is there, and what stands above the grid.
export const PANELS = {
  samples: { title: 'Samples' },
};
