// A workshop from morning to evening in a real browser: one who leads, a screen, eight phones; then
// the same by keyboard alone.
//
// Each step of the day is a law with a name; a step that fails is named and the day goes on. What
// holds in every view is asked at each phase, and every view is photographed into
// BUILD/workshop-shots, so that people can look whether it is beautiful.
import { resolve } from 'node:path';
import { day } from './workshop_day.mjs';
import { keyboardDay } from './workshop_keys.mjs';
import { everyKeyIsAWord } from './workshop_laws.mjs';
import { Room, openPeople } from './workshop_room.mjs';

const build = resolve(process.argv[2]);
const program = process.argv[3];
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

const people = await openPeople(build, program, resolve(build, 'workshop-shots'));
try {
  await law('every_key_that_the_page_asks_for_is_in_the_catalogue', everyKeyIsAWord);
  for (const scenario of [day, keyboardDay]) {
    const room = new Room(build);
    try {
      await room.open();
      await scenario({ room, people, law });
    } catch (error) {
      failures.push(`[  FAILED  ] ${scenario.name}: ${error.stack.replace(/\s+/g, ' ').slice(0, 600)}`);
    } finally {
      await room.end();
      room.forget();
    }
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
