return {
  ["support.months"] = {
    unit = "month",
    name = { fi = "Tuen kesto", sv = "Stödets längd", en = "Length of the support" },
    values = { { from = "2020-01-01", value = 3, ref = "Act 1 § 2" } },
  },
  ["support.sum"] = {
    unit = "cent/month", review_by = "2020-12-31",
    name = { fi = "Tuki kuukaudessa", sv = "Stöd i månaden", en = "Support a month" },
    values = { { from = "2020-01-01", value = 35000, ref = "Act 1 § 3" } },
  },
}
