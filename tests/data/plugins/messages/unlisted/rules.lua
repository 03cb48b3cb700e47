polku.allow "wage_subsidy" {
  from = "2025-01-01", ref = "Board 12.1.2025",
  all = {
    { id = "young", reads = { "age" }, test = function(c) return c.age < 30 and c.basis == "skills" end },
  },
}
