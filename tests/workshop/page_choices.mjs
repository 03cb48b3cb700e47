// Laws of what the page offers and writes when people place somebody, ask, answer or try a number.
import assert from 'node:assert/strict';
import { join } from 'node:path';

const moved = (value, { least, most, sort }) => {
  const next = sort === 'share' || sort === 'chance' ? (least + most) / 2 : value === most ? least : most;
  return Math.round(next * 1e6) / 1e6;
};

export async function choiceLaws(page, models) {
  const { at, merge, numberLike, plain, pointerOf, steps } = await import(join(page, 'shell/merge.js'));
  const { numberPatch, numbersOf } = await import(join(page, 'parts/whatif_numbers.js'));
  const { answeredPatch, gapsAt, leavePatch, proposalsAt } = await import(join(page, 'parts/placing_patch.js'));
  const { choicesAt } = await import(join(page, 'parts/phone/roles.js'));
  const { authorOf, whoOf } = await import(join(page, 'shell/who.js'));

  return {
    a_slider_changes_its_number_and_no_other() {
      let tried = 0;
      for (const { name, model } of models) {
        const before = JSON.stringify(model),
          numbers = numbersOf(model);
        for (const number of numbers) {
          const value = moved(number.value, number);
          const after = merge(model, numberPatch(model, number.pointer, value));
          assert.equal(plain(at(after, number.pointer)), value, `${name}: ${number.pointer}`);
          for (const { pointer } of numbers)
            if (pointer !== number.pointer) assert.deepEqual(at(after, pointer), at(model, pointer), pointer);
          tried++;
        }
        assert.equal(JSON.stringify(model), before, name);
      }
      assert.ok(tried > 100);
    },

    a_slider_ends_where_the_shares_make_a_whole() {
      let tried = 0;
      for (const { name, model } of models)
        for (const { pointer, value, least, most } of numbersOf(model).filter(({ sort }) => sort === 'share')) {
          const { from } = at(model, pointer.replace(/\/share$/, ''));
          const others = Object.entries(model.transitions)
            .filter(([id, move]) => move.from === from && pointerOf('transitions', id, 'share') !== pointer)
            .reduce((sum, [, move]) => sum + (plain(move.share) ?? 0), 0);
          assert.ok(least <= value && value <= most, `${name}: ${pointer}`);
          assert.ok(Math.abs(most - (1 - others)) < 1e-9, `${name}: ${pointer}: ${most}`);
          tried++;
        }
      assert.ok(tried > 10);
    },

    what_is_not_known_goes_along_and_stays_a_share() {
      const share = { value: 0.8, range: [0.7, 0.95] };
      const model = { transitions: { t: { from: 'a', to: 'b', share } } };
      const range = (value) => merge(model, numberPatch(model, '/transitions/t/share', value)).transitions.t.share.range;
      assert.deepEqual(range(0.9), [0.8, 1]);
      assert.deepEqual(range(0.05), [0, 0.2]);
    },

    a_number_at_the_end_of_its_range_keeps_it() {
      const old = { value: 4, range: [2, 6] };
      for (const end of old.range) assert.deepEqual(numberLike(old, end), { value: end, basis: 'assumed', range: [2, 6] });
    },

    a_pointer_leads_back_to_the_names_that_it_was_made_of() {
      for (const names of [['a'], ['a/b', '~'], ['~1', '~0', ''], ['/', '~~', 'ä']])
        assert.deepEqual(steps(pointerOf(...names)), names);
    },

    who_leaves_one_of_two_roles_keeps_the_other() {
      const model = { stages: { s: { actors: { a: { coach: {}, employer: { places: 2 } } } } } };
      const after = merge(model, leavePatch(model, { stage: 's', actor: 'a', role: 'coach' }));
      assert.deepEqual(after.stages.s.actors, { a: { employer: { places: 2 } } });
    },

    a_question_that_is_answered_stays_where_it_is_open() {
      const model = { gaps: { one: { stages: { s: {} }, row: 'support' }, two: { stages: { s: {}, u: {} }, row: 'support' } } };
      const after = merge(model, answeredPatch(gapsAt(model, { stage: 's', row: 'support' }), 's'));
      assert.deepEqual(after.gaps, { two: { stages: { u: {} }, row: 'support' } });
    },

    only_open_proposals_stand_in_their_cell() {
      const patch = { stages: { s: { actors: { a: { coach: {} } } } } };
      const proposal = (state) => ({ state, entry: { patch } });
      const state = {
        model: { actors: { a: { sector: 'third' } }, stages: { s: {} } },
        vocabulary: { roles: [{ id: 'coach', row: 'coaching' }] },
        proposals: ['open', 'accepted', 'dismissed'].map(proposal),
      };
      assert.deepEqual(proposalsAt(state, { stage: 's', row: 'coaching' }), [state.proposals[0]]);
      assert.deepEqual(proposalsAt(state, { stage: 's', row: 'support' }), []);
      assert.deepEqual(proposalsAt(state, { stage: 'u', row: 'coaching' }), []);
    },

    what_is_missing_is_offered_first_and_the_role_that_somebody_has_there() {
      const role = (id, row, hosts) => ({ id, row, hosts, name: { fi: id } });
      const vocabulary = {
        rows: ['employment', 'coaching', 'support'].map((id) => ({ id })),
        kinds: [{ id: 'work', employed: true }, { id: 'work_trial' }],
        roles: [role('employer', 'employment', true), role('trial_place', 'employment', true), role('host', 'employment', true)].concat([
          role('coach', 'coaching', false),
          role('helper', 'support', false),
          role('sponsor', null, false),
        ]),
      };
      const stages = {
        s: { kind: 'work', actors: { a: { host: {} } } },
        u: { kind: 'work', actors: { a: { trial_place: {} } } },
        v: { kind: 'work_trial' },
      };
      const state = { vocabulary, model: { stages, gaps: { g: { stages: { s: {} }, row: 'support' } } } };
      const offered = (stage) => choicesAt(state, stage, 'third');
      assert.deepEqual(offered('s').map((c) => c.id), ['support', 'employment', 'coaching', 'sponsor']);
      assert.deepEqual(offered('u').map((c) => c.id), ['employment', 'coaching', 'support', 'sponsor']);
      const employs = (stage) => offered(stage).find((c) => c.id === 'employment').role;
      assert.deepEqual(['s', 'u', 'v'].map(employs), ['host', 'trial_place', 'trial_place']);
    },

    an_accepted_proposal_is_the_thought_of_who_proposed_it() {
      const proposals = [{ entry: { number: 5, kind: 'propose', client: 3, nickname: 'Kemijärvi' } }];
      const state = { me: { client: 1 }, proposals };
      const accepted = { number: 6, kind: 'accept', target: 5, client: 1, leads: true, nickname: 'Rovaniemi' };
      assert.equal(whoOf({ state }, accepted), 'Kemijärvi');
      assert.equal(authorOf(accepted, state), 'Kemijärvi');
      assert.equal(whoOf({ state }, { ...accepted, kind: 'edit', client: 2 }), 'Rovaniemi');
    },
  };
}
