// The few signs of the page, drawn, so that no font needs to have them.
import { svgNode } from './picture_swap.js';

const paths = {
  undo: 'M9 7 5 11l4 4M5 11h9a5 5 0 0 1 0 10h-3', redo: 'M15 7l4 4-4 4M19 11h-9a5 5 0 0 0 0 10h3',
  pause: 'M9 6v12M15 6v12', play: 'M8 5l11 7-11 7z', close: 'M6 6l12 12M18 6L6 18', plus: 'M12 5v14M5 12h14', minus: 'M5 12h14',
  more: 'M5 12h.01M12 12h.01M19 12h.01', down: 'M6 9l6 6 6-6', fit: 'M4 9V4h5M20 15v5h-5M4 4l6 6M20 20l-6-6',
};

export const icon = (name) => svgNode('svg', { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svgNode('path', { d: paths[name] }));
