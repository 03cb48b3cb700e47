-- The municipal supplement of North Karelia as the region began it in 2018: 350 euros a month, at most
-- 2 800 euros, so for eight months, on top of the wage subsidy (our reading). Employers were companies, organisations
-- and private persons; a job of at least 18 hours a week. Whom it was meant for is known by examples
-- only, so nobody is refused, and the sums are the most that could be paid. Later terms of the towns differ.

polku.override.amount "wage_subsidy" {
  mode = "add", from = "2018-01-01", ["until"] = "2024-12-31", ref = "supplement-2018",
  account = "municipality", to = "employer", unit = "cent/month",
  cases = {
    { reads = { "employer", "weekly_hours", "elapsed" },
      params = { "municipal_supplement.weekly_hours", "municipal_supplement.months" },
      when = function(c, p)
        local hires = c.employer ~= "municipality" and c.employer ~= "state"
          and c.employer ~= "wellbeing_county"
        return hires and c.weekly_hours >= p["municipal_supplement.weekly_hours"]
          and c.elapsed < p["municipal_supplement.months"]
      end,
      value = "municipal_supplement.rate", ref = "supplement-2018" },
  },
}
