// One function for each view: it fills its place, follows the room, and gives the function that ends
// it.
import { facilitator } from './facilitator.js';
import { screen } from './screen.js';
import { participant } from './participant.js';
import { study } from './study.js';
import { compare } from './compare.js';

export const views = { facilitator, screen, join: participant, study, compare };
