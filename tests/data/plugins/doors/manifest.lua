-- A country of queues: who goes first can be worked out by hand.
return {
  id = "doors", version = "1.0.0", api = 1, level = "state",
  title = { fi = "Ovien maa", sv = "Dörrarnas land", en = "The land of doors" },
  checked = "2026-01-01",
}
