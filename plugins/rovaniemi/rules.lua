-- The municipal supplement ("kuntalisä") of Rovaniemi: the city pays an association that employs with
-- wage subsidy, or trains an apprentice, a sum each month on top of the subsidy.
--
-- Known from the city's instructions of 2020. What they leave to judgement or what a model cannot
-- know is no rule here (plugins/README.md lists it), so the sums are the most that could be paid.
-- The terms ask for a decision of the TE office; these offices closed at the end of 2024, and no
-- later terms were found: from 2025 on nothing is paid.

local function third_sector(c)
  return c.employer == "association" or c.employer == "foundation"
    or c.employer == "religious_community"
end

polku.amount "wage_subsidy" {
  from = "2020-01-01", ["until"] = "2024-12-31", ref = "kuntalisa-2020",
  account = "municipality", to = "employer", unit = "cent/month",
  cases = {
    { reads = { "employer", "elapsed" }, params = { "municipal_supplement.months" },
      when = function(c, p)
        return third_sector(c) and c.elapsed < p["municipal_supplement.months"]
      end,
      value = "municipal_supplement.rate", ref = "kuntalisa-2020" },
    { default = 0 },
  },
}

-- An apprenticeship is supported for as long as it takes.
polku.amount "apprenticeship" {
  from = "2020-01-01", ["until"] = "2024-12-31", ref = "kuntalisa-2020",
  account = "municipality", to = "employer", unit = "cent/month",
  cases = {
    { reads = { "employer" }, when = third_sector, value = "municipal_supplement.rate",
      ref = "kuntalisa-2020" },
    { default = 0 },
  },
}
