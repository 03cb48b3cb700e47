return {
  ["subsidy.months"] = {
    unit = "month", name = { fi = "Tuen kesto", sv = "Stödets längd", en = "Length of the subsidy" },
    values = { { from = "2020-01-01", value = 10, ref = "Act 1/2019 § 5" } },
  },
}
