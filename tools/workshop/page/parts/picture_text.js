// The text of a picture taken apart into the things that stand on its sheet: a drawing is a frame
// (its size, its title) around one layer with everything in it.
const tag = /<(\/?)[a-zA-Z](?:[^>"]|"[^"]*")*>/g;

// {box, frame, pieces: [{text, id}], end}: `box` is the size as the drawing says it; id is undefined of
// what has none.
export function sheetOf(text) {
  const start = text.indexOf('>', text.search(/<g[\s>]/)) + 1, close = text.lastIndexOf('</g>');
  const pieces = [];
  let depth = 0, begin = start;
  tag.lastIndex = start;
  for (let found = tag.exec(text); found && found.index < close; found = tag.exec(text)) {
    const [whole, ends] = found;
    if (depth === 0) begin = found.index;
    if (ends) depth--;
    else if (whole.at(-2) !== '/') depth++;
    if (depth === 0) pieces.push(piece(text.slice(begin, tag.lastIndex)));
  }
  const frame = text.slice(0, start);
  return { box: /viewBox="([^"]*)"/.exec(frame)?.[1], frame, pieces, end: text.slice(close) };
}

const piece = (text) => ({ text, id: /^<g id="([^"]*)"/.exec(text)?.[1] });
