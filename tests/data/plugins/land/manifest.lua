-- A country of tests: its law is small enough to be answered by hand.
return {
  id = "land", version = "1.2.0", api = 1, level = "state",
  title = { fi = "Maa", sv = "Landet", en = "The land" },
  sources = { act = { title = "The Act", year = 2000 } },
  checked = "2026-01-01",
}
