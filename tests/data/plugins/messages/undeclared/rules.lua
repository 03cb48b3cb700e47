polku.allow "wage_subsidy" {
  from = "2025-01-01", ref = "Board 12.1.2025",
  all = { { id = "young", reads = { "agee" }, test = function(c) return c.agee < 30 end } },
}
