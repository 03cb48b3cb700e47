-- Three groups that differ in one thing: how soon job seeking leads to work. The counter tells who is
-- seeking now, because the other ways to work are the same for all.
polku.attribute "chances" { enum = { "usual", "lower", "higher" }, of = "client", default = "usual" }

polku.kind "seeking" { waiting = true }
polku.kind "rehab" {}
polku.kind "trial" {}
polku.kind "subsidy" { employed = true }
polku.kind "work" { employed = true, open = true }
polku.kind "out" {}

polku.counter "seeks" { counts = { "seeking" }, max = 1, resets_on = { "rehab", "trial", "subsidy", "work" } }

polku.weight "work" {
  from = "always", unit = "ppm", ref = "workload",
  cases = {
    { reads = { "chances", "seeks" }, value = 600000,
      when = function(c) return c.seeks >= 1 and c.chances == "lower" end },
    { reads = { "chances", "seeks" }, value = 1400000,
      when = function(c) return c.seeks >= 1 and c.chances == "higher" end },
    { default = 1000000 },
  },
}

-- What makes chains large: a place that asks for eight of the last twelve months without work.
polku.history "without_work" { keep = 12, runs_in = { "seeking", "rehab", "trial" } }
polku.clock "without_work_of_12" { of = "without_work", last = 12 }
polku.kind "late_subsidy" { employed = true }
polku.allow "late_subsidy" {
  from = "always", ref = "workload",
  all = {
    { id = "eight_of_twelve", ref = "workload", reads = { "without_work_of_12" },
      test = function(c) return c.without_work_of_12 >= 8 end,
      why = { en = "has not been without work for eight of the last twelve months" } },
  },
}
