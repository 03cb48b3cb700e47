return {
  id = "bench", version = "1.0.0", api = 1, level = "state",
  title = { fi = "Mittausten maa", sv = "Mätningarnas land", en = "The land of benchmarks" },
  sources = { workload = { title = "pathway-6 with three groups", year = 2026 } },
  checked = "2026-11-21",
}
