return {
  ["support.months"] = {
    unit = "month",
    name = { fi = "Tuen kesto", sv = "Stödets längd", en = "Length of the support" },
    values = { { from = "2020-01-01", value = 3, ref = "Act 1 § 2" } },
  },
}
