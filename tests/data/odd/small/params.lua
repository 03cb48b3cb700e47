return {
  ["support.months"] = {
    unit = "fortnight", values = { { from = "2020-01-01", value = "three" }, { from = "2019-01-01", value = 3, ref = "Act 1" } },
  },
}
