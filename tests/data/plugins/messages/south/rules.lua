polku.override.limit "wage_subsidy" {
  mode = "restrict", from = "2025-01-01",
  cases = { { reads = { "basis" }, when = function(c) return c.basis == "skills" end, value = 6 } },
}
