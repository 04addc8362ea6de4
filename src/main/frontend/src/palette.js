// Six of Okabe and Ito's colours and four that stay apart from them in any colour vision, given to classes as dev.winnow.show.Palette gives them.
const COLORS = ['#0072B2', '#E69F00', '#009E73', '#D55E00', '#CC79A7', '#56B4E9', '#784B1E', '#8700F0', '#C3B469', '#9678FF'];
const KNOWN = ['Car', 'Pedestrian', 'Cyclist', 'Truck', 'Van', 'Tram', 'Misc', 'Person_sitting', 'DontCare'];
export const OUTCOMES = { tp: '#009E73', fp: '#D55E00', fn: '#CC79A7' };
// Never by colour alone: true positives in full lines, false ones broken, misses dotted.
export const DASHES = { tp: [], fp: [7, 4], fn: [2, 3] };

function hash(text) {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (Math.imul(31, sum) + text.charCodeAt(i)) | 0;
  return sum;
}

export const at = (index) => COLORS[((index % COLORS.length) + COLORS.length) % COLORS.length];
export function colorOf(label) {
  if (OUTCOMES[label]) return OUTCOMES[label];
  const known = KNOWN.indexOf(label);
  return at(known >= 0 ? known : hash(label));
}
