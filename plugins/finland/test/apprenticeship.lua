-- Apprenticeship (531/2017 § 70).
return {
  { rule = "allow apprenticeship", date = { "2018-01-01", "2026-06-01" }, rows = "all",
    given = { weekly_hours = { 25, 40 } }, expect = true,
    ref = "531/2017 § 70",
    text = "On average at least 25 hours a week." },
  { rule = "allow apprenticeship", date = { "2018-01-01", "2026-06-01" }, rows = "all",
    given = { weekly_hours = { 1, 24 } }, expect = false,
    ref = "531/2017 § 70",
    text = "24 hours are too few." },
}
