-- Liperi asked for 20 hours a week in 2023. It paid more for those under 25 and over 55; whether 500 euros
-- were the whole or on top could not be told, so that is no rule. Data only.
return {
  ["municipal_supplement.weekly_hours"] = {
    unit = "count",
    name = {
      fi = "Kuntalisän vähimmäistyöaika viikossa Liperissä",
      sv = "Minsta arbetstid i veckan för kommuntillägget i Libelits",
      en = "Fewest weekly hours for the municipal supplement in Liperi",
    },
    values = { { from = "2023-01-01", ["until"] = "2023-12-31", value = 20, ref = "kuntalisa-2023" } },
    review_by = "2023-12-31",
  },
}
