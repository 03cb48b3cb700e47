// What somebody can do at a stage, said as they would say it themselves: one choice for each row of
// the picture, and finer ones where a row has several roles.
import { hasWord, say, t } from '../../shell/words.js';

export const kindOf = (state, stage) => (state.vocabulary?.kinds ?? []).find((k) => k.id === state.model.stages?.[stage]?.kind);
export const roleOf = (state, id) => (state.vocabulary?.roles ?? []).find((r) => r.id === id);
export const roleName = (state, id) => say(roleOf(state, id)?.name) || id;
export const rolesHere = (state, stage, actor) => Object.keys(state.model.stages?.[stage]?.actors?.[actor] ?? {});

// "Otamme työkokeiluun": by the role, else by its row, else what the rules call the role.
function weSay(row, role) {
  if (hasWord(`we.${role.id}`)) return t(`we.${role.id}`);
  return row && hasWord(`we.${row}`) ? t(`we.${row}`) : say(role.name) || role.id;
}

// The role that a row most likely means at this stage: one that somebody has there, or at a stage of
// that kind; else the one whose word goes with the kind.
function likely(state, stage, roles) {
  const { model } = state;
  const kind = model.stages[stage]?.kind;
  const used = (id) => Object.values(model.stages[id]?.actors ?? {}).flatMap((held) => Object.keys(held ?? {}));
  const alike = Object.keys(model.stages).filter((id) => model.stages[id].kind === kind).flatMap(used);
  const found = [...used(stage), ...alike].find((id) => roles.some((r) => r.id === id));
  if (found) return roles.find((r) => r.id === found);
  const hosts = roles.filter((r) => r.hosts);
  if (hosts.length < 2) return roles[0];
  const wanted = kind === 'work_trial' ? 'trial_place' : kindOf(state, stage)?.employed ? 'employer' : 'provider';
  return hosts.find((r) => r.id === wanted) ?? hosts[0];
}

// [{id, label, roles, role}]: the choices at a stage for somebody of that sector. Roles without a row
// of their own stand in the row "other": those are chosen one by one.
export function choicesAt(state, stage, sector) {
  const roles = (state.vocabulary?.roles ?? []).filter((r) => !r.sectors || !sector || r.sectors.includes(sector));
  const rows = (state.vocabulary?.rows ?? []).map((row) => ({ row: row.id, roles: roles.filter((r) => r.row === row.id) }));
  const choices = rows.filter(({ row, roles: own }) => row !== 'other' && own.length > 0).map(({ row, roles: own }) => {
    const role = likely(state, stage, own);
    return { id: row, label: weSay(row, role), roles: own, role: role.id };
  });
  const wanted = new Set(Object.values(state.model.gaps ?? {}).filter((gap) => gap.stages && stage in gap.stages).map((gap) => gap.row));
  choices.sort((a, b) => wanted.has(b.id) - wanted.has(a.id)); // what is missing is asked first
  const rest = roles.filter((r) => !r.row || r.row === 'other').map((r) => ({ id: r.id, label: weSay(null, r), roles: [r], role: r.id }));
  return sector === 'public' ? [...rest, ...choices] : [...choices, ...rest];
}
