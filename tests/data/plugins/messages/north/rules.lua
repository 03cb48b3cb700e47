polku.override.limit "wage_subsidy" {
  mode = "restrict", from = "2024-01-01", cases = { { default = 8 } },
}
