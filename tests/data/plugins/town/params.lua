return {
  ["job.months"] = { unit = "month", values = { { from = "2022-01-01", value = 9, ref = "Town board" } } },
  ["town.months"] = { unit = "month", values = { { from = "2021-01-01", value = 5, ref = "Town board" } } },
}
