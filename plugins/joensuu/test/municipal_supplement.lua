-- The municipal supplement of Joensuu: doubled for 2020, in cents a month.
return {
  { rule = "amount wage_subsidy municipality", date = { "2020-01-01", "2020-12-31" }, rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 18, 40 }, elapsed = { 0, 7 } }, expect = 70000,
    ref = "kuntalisa-2020",
    text = "700 euros a month in 2020, for at most eight months." },
  { rule = "amount wage_subsidy municipality", date = { "2020-01-01", "2020-12-31" }, rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 18, 40 }, elapsed = { 8, 120 } }, expect = 0,
    ref = "kuntalisa-2020",
    text = "Not after eight months." },
  { rule = "amount wage_subsidy municipality", date = { "2019-12-31", "2021-01-01" }, rows = "all",
    given = { employer = { "association", "foundation", "religious_community", "company", "household" }, weekly_hours = { 18, 40 }, elapsed = { 0, 7 } }, expect = 35000,
    ref = "supplement-2018",
    text = "Before and after the common base." },
}
