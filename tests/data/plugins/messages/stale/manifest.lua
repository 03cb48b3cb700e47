return {
  id = "stale", version = "1.0", api = 1, level = "region", extends = { exampleland = ">=1" },
  checked = "2026-11-21",
}
