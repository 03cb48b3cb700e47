-- Who is old, or has waited four of the last six months, may get a job; nobody may before 2011
-- except in the years of the first act.
polku.attribute "age" { int = { 15, 68 }, unit = "year", of = "client", default = 40, name = { fi = "ikä", en = "age" } }
polku.attribute "skill" { enum = { "low", "high" }, of = "client", name = { fi = "taito", en = "skill" } }
polku.attribute "trained" { bool = true, of = "client", default = false, name = { fi = "koulutettu", en = "trained" } }
polku.attribute "employer" { enum = { "association", "company" }, of = "stage", default = "company", name = { fi = "työnantaja", en = "employer" } }

polku.history "idle" { keep = 12, runs_in = { "idle", "try" }, name = { fi = "odotus", en = "waiting" } }
polku.clock "idle_of_6" { of = "idle", last = 6, name = { fi = "odotuskuukaudet kuudesta", en = "months waited of six" } }
polku.clock "idle_of_12" { of = "idle", last = 12 }
polku.clock "idle_run" { of = "idle", run = true }
polku.counter "tried" { counts = { "try" }, max = 10, resets_when = { reads = { "idle_run" }, test = function(c) return c.idle_run >= 9 end } }
polku.counter "in_try" { counts = { "try" }, max = 10, resets_on = { "work" } }
polku.counter "since_work" { since_end_of = { "work" }, max = 24 }

polku.kind "idle" { waiting = true, name = { fi = "Odotus", en = "Waiting" } }
polku.kind "try" {}
polku.kind "job" { employed = true, name = { fi = "Työ", en = "Job" } }
polku.kind "course" {}
polku.kind "work" { open = true }
polku.role "employer" { row = "employment", host = true }
polku.role "guide" { row = "coaching" }

local function old(c, p) return c.age >= p["old.age"] end

polku.allow "job" { from = "2000-01-01", ["until"] = "2009-12-31", after = "no", ref = "First Act" }
polku.allow "job" {
  from = "2011-01-01", ref = "Act §§ 1, 3",
  any = {
    { id = "old", ref = "Act § 1", reads = { "age" }, params = { "old.age" }, test = old,
      why = { fi = "ei ole täyttänyt 60 vuotta", en = "is not 60 or over" },
      met = { fi = "on täyttänyt 60 vuotta", en = "is 60 or over" } },
    { all = {
      { id = "association", ref = "Act § 4", reads = { "employer" },
        test = function(c) return c.employer == "association" end,
        why = { fi = "ei hae yhdistykseen", en = "does not apply to an association" } },
      { id = "waited", ref = "Act § 3", reads = { "idle_of_6" }, params = { "job.waited" },
        test = function(c, p) return c.idle_of_6 >= p["job.waited"] end,
        why = { fi = "ei ole odottanut neljää kuukautta kuudesta", en = "has not waited four months of six" } },
    } },
  },
}
polku.limit "job" {
  from = "2000-01-01", unit = "month", ref = "Act § 2",
  cases = {
    { reads = { "skill" }, when = function(c) return c.skill == "low" end, value = 12, ref = "Act § 2.2" },
    { default = "job.months", ref = "Act § 2.1" },
  },
}
polku.weight "job" {
  from = "always", unit = "ppm",
  cases = {
    { reads = { "trained" }, when = function(c) return c.trained end, value = 1500000 },
    { default = 1000000 },
  },
}
polku.allow "course" {
  from = "always", ref = "Act § 5",
  none = {
    { id = "tried_long", ref = "Act § 5", reads = { "tried" }, test = function(c) return c.tried > 5 end },
    { id = "worked_lately", ref = "Act § 5", reads = { "since_work" }, test = function(c) return c.since_work < 3 end },
  },
}
