polku.override.allow "job" {
  mode = "restrict", from = "2021-01-01", ref = "Town board",
  all = { { id = "trained", ref = "Town board", reads = { "trained" }, test = function(c) return c.trained end,
    why = { fi = "ei ole koulutettu", en = "is not trained" } } },
}
polku.override.limit "job" {
  mode = "restrict", from = "2021-01-01", unit = "month", ref = "Town board",
  cases = { { reads = { "skill" }, when = function(c) return c.skill == "high" end, value = "town.months" } },
}
polku.override.allow "course" {
  mode = "extend", from = "always", ref = "Town board",
  all = { { id = "young", ref = "Town board", reads = { "age" }, test = function(c) return c.age < 25 end } },
}
