// The colours of dev.winnow.show.Palette, which also gives them to labels: a page is told of those that it did not know.
const COLORS = [
  '#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#784B1E', '#8700F0', '#C3B469', '#9678FF',
  '#C3A5D2', '#C3005A', '#E1873C', '#B44B96', '#004B2D', '#F0A5A5', '#0F3CB4', '#E1D200', '#691E78', '#695A00',
];
const KNOWN = ['Car', 'Pedestrian', 'Cyclist', 'Truck', 'Van', 'Tram', 'Misc', 'Person_sitting', 'DontCare'];
export const OUTCOMES = { tp: '#009E73', fp: '#D55E00', fn: '#CC79A7' };
// Never by colour alone: true positives in full lines, false ones broken, misses dotted.
export const DASHES = { tp: [], fp: [7, 4], fn: [2, 3] };

const places = new Map(KNOWN.map((name, place) => [name, place]));

/** Takes the places that were given to labels: [{ name, place }]. */
export function learn(met) {
  for (const { name, place } of met) places.set(name, place);
}

function hash(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(31, sum) + text.charCodeAt(i)) | 0;
  return sum;
}

export const at = (place) => COLORS[((place % COLORS.length) + COLORS.length) % COLORS.length];
export const colorOf = (label) => OUTCOMES[label] ?? at(places.get(label) ?? hash(label));
