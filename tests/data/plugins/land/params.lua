return {
  ["old.age"] = {
    unit = "year", locked = true, name = { fi = "Vanhan ikä", en = "Age of the old" },
    values = { { from = "always", value = 60, ref = "Act § 1" } },
  },
  ["job.months"] = {
    unit = "month", delegate = { region = { max = 10 } },
    values = {
      { from = "2000-01-01", value = 6, ref = "Act § 2" },
      { from = "2020-01-01", value = 8, ref = "Act § 2 (2019)" },
    },
    review_by = "2030-01-01",
  },
  ["job.waited"] = { unit = "month", values = { { from = "always", value = 4, ref = "Act § 3" } } },
}
