polku.attribute "age" {
  of = "client", int = { 15, 68 }, default = 40, unit = "year",
  name = { fi = "ikä", sv = "ålder", en = "age" },
}
polku.history "jobless" {
  keep = 3, runs_in = { "seeking" },
  name = { fi = "työttömyys", sv = "arbetslöshet", en = "unemployment" },
}
polku.clock "jobless_of_3" {
  of = "jobless", last = 3,
  name = { fi = "työttömänä", sv = "som arbetslös", en = "unemployed" },
}
polku.kind "seeking" {
  waiting = true, name = { fi = "Työnhaku", sv = "Arbetssökande", en = "Job seeking" },
}
polku.kind "support" {
  employed = true, name = { fi = "Tuki", sv = "Stöd", en = "Support" },
}
polku.kind "work" {
  employed = true, open = true, name = { fi = "Työ", sv = "Arbete", en = "Work" },
}
polku.role "employer" {
  row = "employment", host = true,
  name = { fi = "työllistää", sv = "sysselsätter", en = "employs" },
}
polku.allow "support" {
  from = "2020-01-01", ref = "Act 1 § 1",
  any = {
    {
      id = "old", ref = "Act 1 § 1.1", reads = { "age" },
      test = function(c) return c.age >= 50 end,
      why = { fi = "ei ole 50-vuotias", sv = "har inte fyllt 50", en = "is not 50" },
    },
    {
      id = "long_jobless", ref = "Act 1 § 1.2", reads = { "jobless_of_3" },
      test = function(c) return c.jobless_of_3 >= 2 end,
      why = { fi = "ei ole ollut työttömänä", sv = "har inte varit arbetslös", en = "was not unemployed" },
    },
  },
}
polku.limit "support" {
  from = "2020-01-01", unit = "month", ref = "Act 1 § 2",
  cases = { { default = "support.months", ref = "Act 1 § 2" } },
}
polku.amount "support" {
  from = "2020-01-01", account = "town", to = "employer", unit = "cent/month", ref = "Act 1 § 3",
  cases = {
    { reads = { "elapsed" }, when = function(c) return c.elapsed < 2 end, value = "support.sum" },
    { default = 0 },
  },
}
polku.amount "support" {
  from = "2020-01-01", ["until"] = "2020-12-31", account = "town", on = "entry", ref = "Act 1 § 4",
  cases = { { default = 100 } },
}
