polku.amount "wage_subsidy" {
  from = "2024-01-01", ref = "Board 12.1.2024", account = "municipality",
  cases = { { default = "stale.supplement" } },
}
