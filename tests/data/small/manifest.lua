-- A state of one rule, one limit, one sum of money and one clock: what the tests of memory load again and again.
return {
  id = "small",
  version = "1.0.0",
  api = 1,
  level = "state",
  title = { fi = "Pieni maa", sv = "Ett litet land", en = "A small country" },
  checked = "2026-11-21",
}
