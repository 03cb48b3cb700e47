return {
  ["stale.supplement"] = {
    unit = "cent/month", review_by = "2024-12-31",
    values = { { from = "2024-01-01", value = 35000, ref = "Board 12.1.2024" } },
  },
}
