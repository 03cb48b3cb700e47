polku.attribute "age" {
  int = { 15, 68 }, unit = "year", of = "client", default = 40,
  name = { fi = "ikä", sv = "ålder", en = "age" },
}
polku.attribute "basis" {
  enum = { "skills", "reduced" }, of = "stage", default = "skills",
  name = { fi = "tuen peruste", sv = "stödgrund", en = "basis of the subsidy" },
  values = {
    skills = { fi = "osaaminen", sv = "kunnande", en = "skills" },
    reduced = { fi = "alentunut työkyky", sv = "nedsatt arbetsförmåga", en = "reduced work ability" },
  },
}
polku.kind "wage_subsidy" { name = { fi = "Palkkatuki", sv = "Lönesubvention", en = "Wage subsidy" } }

-- Regions may shorten the subsidy, not lengthen it.
polku.limit "wage_subsidy" {
  from = "2020-01-01", ref = "Act 1/2019 § 5", delegate = { region = "restrict" },
  cases = { { default = "subsidy.months" } },
}
