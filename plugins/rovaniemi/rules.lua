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

polku.override.amount "wage_subsidy" {
  mode = "add", from = "2020-01-01", ["until"] = "2024-12-31", ref = "kuntalisa-2020",
  account = "municipality", to = "employer", unit = "cent/month",
  cases = {
    { reads = { "employer", "elapsed" }, params = { "municipal_supplement.months" },
      when = function(c, p)
        return third_sector(c) and c.elapsed < p["municipal_supplement.months"]
      end,
      value = "municipal_supplement.rate", ref = "kuntalisa-2020" },
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

-- ------------------------------------------------- lines of wage subsidy, proposed on 9.12.2025

-- Within the authority's discretion (380/2023 § 81), so they can only restrict. Reduced work ability:
-- ten months, then at most six at a time. Skills: five months, and a jobseeker's next period at the
-- earliest a year after the one before.
polku.override.limit "wage_subsidy" {
  mode = "restrict", from = "2025-12-09", unit = "month", ref = "board-2025-12-09",
  cases = {
    { reads = { "basis", "extension" },
      when = function(c) return c.basis == "reduced" and c.extension end,
      value = "lines.months_extension", ref = "board-2025-12-09" },
    { reads = { "basis" }, when = function(c) return c.basis == "skills" end,
      value = "lines.months_skills", ref = "board-2025-12-09" },
  },
}
polku.override.allow "wage_subsidy" {
  mode = "restrict", from = "2025-12-09", ref = "board-2025-12-09",
  any = {
    {
      id = "not_for_skills", ref = "board-2025-12-09", reads = { "basis" },
      test = function(c) return c.basis ~= "skills" end,
      why = {
        fi = "hakee paikkaa, jossa tuki perustuu ammatillisen osaamisen parantamiseen",
        sv = "söker en plats där stödet grundar sig på bättre yrkeskunnande",
        en = "is applying for a place with a subsidy for vocational skills",
      },
      met = {
        fi = "hakee paikkaa, jossa tuki perustuu muuhun kuin osaamisen parantamiseen",
        sv = "söker en plats där stödet grundar sig på annat än bättre yrkeskunnande",
        en = "is applying for a place with a subsidy for other grounds than skills",
      },
    },
    {
      id = "a_year_between", ref = "board-2025-12-09", reads = { "since_wage_subsidy" },
      params = { "lines.months_between" },
      test = function(c, p) return c.since_wage_subsidy >= p["lines.months_between"] end,
      why = {
        fi = "on ollut palkkatuetussa työssä viimeisen vuoden aikana",
        sv = "har haft lönesubventionerat arbete under det senaste året",
        en = "has been in subsidised work during the last year",
      },
      met = {
        fi = "ei ole ollut palkkatuetussa työssä viimeisen vuoden aikana",
        sv = "har inte haft lönesubventionerat arbete under det senaste året",
        en = "has not been in subsidised work during the last year",
      },
    },
  },
}
