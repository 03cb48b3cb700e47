// workshop.mjs BUILD BROWSER SCENARIO…: workshops in a real browser. `day` goes from morning to evening
// with one who leads, a screen and eight phones, `keys` does so by keyboard alone, `phones` is what may
// happen to a phone, `doors` comes in by https and with browsers of 2021, `hands` are fingers
// on a tablet and other languages, `forms` goes through everything that a model says.
//
// Each step of the day is a law with a name; a step that fails is named and the day goes on. What
// holds in every view is asked at each phase, and every view is photographed into
// BUILD/workshop-shots, so that people can look whether it is beautiful.
import { resolve } from 'node:path';
import { day } from './workshop_day.mjs';
import { doors } from './workshop_doors.mjs';
import { forms } from './workshop_forms.mjs';
import { hands } from './workshop_hands.mjs';
import { keyboardDay } from './workshop_keys.mjs';
import { everyKeyIsAWord } from './workshop_laws.mjs';
import { phones } from './workshop_phones.mjs';
import { Room, openPeople } from './workshop_room.mjs';

const build = resolve(process.argv[2]);
const program = process.argv[3];
const scenarios = { day, keys: keyboardDay, phones, doors, hands, forms };
const failures = [];
let passed = 0;

export async function law(name, hold, about = '') {
  try {
    await hold();
    passed++;
  } catch (error) {
    failures.push(`[  FAILED  ] ${name}${about ? `: ${about}` : ''}: ${error.message.replace(/\s+/g, ' ').slice(0, 600)}`);
    if (process.env.POLKU_TEST_LOUD) console.log(failures.at(-1));
  }
}

// Each scenario has a room of its own; more of them it opens itself.
async function play(scenario) {
  const rooms = [];
  const open = async (options) => {
    const room = new Room(build, options);
    rooms.push(room);
    await room.open();
    return room;
  };
  try {
    await scenario({ room: await open(scenario.room), open, people, law });
  } catch (error) {
    failures.push(`[  FAILED  ] ${scenario.name}: ${error.stack.replace(/\s+/g, ' ').slice(0, 600)}`);
  } finally {
    for (const room of rooms) {
      await room.end();
      room.forget();
    }
  }
}

const people = await openPeople(build, program, resolve(build, 'workshop-shots'));
try {
  await law('every_key_that_the_page_asks_for_is_in_the_catalogue', everyKeyIsAWord);
  for (const name of process.argv.slice(4)) {
    const begun = Date.now();
    await play(scenarios[name]);
    if (process.env.POLKU_TEST_LOUD) console.log(`${name}: ${Math.round((Date.now() - begun) / 100) / 10} s`);
  }
} finally {
  await people.close();
}
for (const failure of failures) console.log(failure);
console.log(`[  PASSED  ] ${passed} test(s).`);
if (failures.length > 0) {
  console.log(`[  FAILED  ] ${failures.length} test(s), listed above.`);
  process.exitCode = 1;
}
